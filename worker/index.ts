import type { ToWorker } from '../contract/worker-messages.ts';
import { serveJobs } from './serve-jobs.ts';

// Forked by Node. Without a parent there is nobody to work for, and what goes on writing would be in the way of the next
// worker: so this ends at once and hard. What is on disk is safe at any instant.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A terminal's Ctrl-C reaches the whole group; whether to stop is for the deciding process to say.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

serveJobs({
  send: (message) => {
    if (process.connected) process.send?.(message);
  },
  onMessage: (listen) => {
    process.on('message', (message) => listen(message as ToWorker));
  },
});
