import type { Finding } from '../../contract/doctor.ts';
import type { Handler, Parts } from '../calls/parts.ts';
import { databasesSetAside } from '../store/set-aside.ts';
import { examineFolder } from './folders.ts';
import { examineTools } from './tools.ts';

/** The Node that Sluice is made for. */
const oldestNode = 24;

/** Looks at everything Sluice depends on. */
export const examine: Handler<'doctor'> = async (parts) => {
  const { host, store } = parts;
  const { downloadFolder, reserve, ffmpeg, ytDlp } = store.settings.get();
  const folders = [
    examineFolder('download folder', downloadFolder, reserve),
    examineFolder('data folder', host.paths.data, 0),
    examineFolder('log folder', host.paths.logs, 0),
  ];
  return {
    findings: [
      node(),
      ...(await Promise.all(folders)),
      database(parts),
      ...setAside(host.paths.data),
      ...(await examineTools(ffmpeg, ytDlp)),
      await proxy(parts),
      { name: 'instance', status: 'ok', found: `process ${process.pid} owns the data folder`, advice: '' },
    ],
  };
};

function node(): Finding {
  const recent = Number.parseInt(process.versions.node, 10) >= oldestNode;
  const found = `${process.versions.node} (${process.platform} ${process.arch})`;
  return recent
    ? { name: 'node', status: 'ok', found, advice: '' }
    : { name: 'node', status: 'problem', found, advice: `Use Node ${oldestNode} or newer.` };
}

function database({ store, host }: Parts): Finding {
  const fault = store.fault();
  const tasks = store.list.count();
  return fault === undefined
    ? { name: 'database', status: 'ok', found: `${host.paths.data}: sound, ${tasks} tasks`, advice: '' }
    : {
        name: 'database',
        status: 'problem',
        found: fault,
        advice: 'Restart Sluice: it then sets the database aside and begins a new one.',
      };
}

function setAside(dataFolder: string): Finding[] {
  return databasesSetAside(dataFolder).map((path) => ({
    name: 'damaged database',
    status: 'warning',
    found: path,
    advice:
      'It was damaged and a new one was begun. The folder "backups" beside it may hold an older copy. Delete it when you need it no more.',
  }));
}

async function proxy({ store, host }: Parts): Promise<Finding> {
  const setting = store.settings.get().proxy;
  const found = setting === 'system' ? await systemProxy(host.systemProxy) : setting;
  return { name: 'proxy', status: 'ok', found, advice: '' };
}

async function systemProxy(ask: Parts['host']['systemProxy']): Promise<string> {
  if (ask !== undefined) return `system: ${withoutPassword(await ask('https://example.com/').catch(() => 'unknown'))}`;
  const set = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'].find(
    (name) => process.env[name],
  );
  return set === undefined ? 'none' : `${set}=${withoutPassword(process.env[set] ?? '')}`;
}

function withoutPassword(proxy: string): string {
  return proxy.replace(/\/\/[^/@]*@/, '//');
}
