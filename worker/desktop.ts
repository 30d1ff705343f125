import type {} from 'electron';
import type { ToWorker } from '../contract/worker-messages.ts';
import { serveJobs } from './serve-jobs.ts';

// Forked by Electron's utilityProcess, which ends its children itself.
const port = process.parentPort;

serveJobs({
  send: (message) => port.postMessage(message),
  onMessage: (listen) => {
    port.on('message', ({ data }) => listen(data as ToWorker));
  },
});
