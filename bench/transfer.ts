// The file engine alone, in this process, so that a profiler sees it: transfer.ts URL FOLDER.
import { FileFetch } from '../engine/download/file-job.ts';
import { HttpClient } from '../engine/net/client.ts';

const [url = '', directory = ''] = process.argv.slice(2);
const client = new HttpClient({});
const fetch = new FileFetch(
  {
    kind: 'file',
    id: 'bench00000',
    url,
    directory,
    name: null,
    reserved: null,
    connections: 8,
    limitRate: null,
    checksum: null,
    headers: [],
    auth: null,
    cookies: null,
    proxy: 'direct',
    reach: 'any',
    idleTimeout: 30,
    reserve: 0,
    fresh: false,
  },
  {
    client,
    limits: [],
    signal: new AbortController().signal,
    report: {
      reserve: async (path) => path,
      running: () => {},
      finishing: () => {},
      progress: () => {},
      log: () => {},
    },
  },
);
await fetch.run();
client.close();
