import { basename } from 'node:path';
import { LiveOrigin } from '../streams/live-origin.ts';
import { filesOf, madeHls, type StreamSpec } from '../streams/make-hls.ts';
import { hashesOf } from '../streams/packets.ts';
import { fragmentsOf } from '../streams/record.ts';
import { expectStored } from '../streams/stored.ts';
import type { FrontEnd, Wishes } from './front-end.ts';
import { outcome } from './normal.ts';
import type { Scenario } from './scenario.ts';

/** Short enough to be recorded nine times, long enough for several fragments. */
const streamSpec: StreamSpec = { seconds: 8, segment: 1, gop: 1, size: '96x64' };

/** A stream that is all there, and has ended. */
export async function finishedStream(): Promise<LiveOrigin> {
  const stream = await filesOf(await madeHls(streamSpec));
  const origin = new LiveOrigin(stream, { window: stream.segments.length });
  origin.end();
  await origin.listen();
  return origin;
}

/** What there is of a recording: everything but the files' own bytes, in which their moment is written; their packets instead. */
export async function recorded(front: FrontEnd, id: string) {
  const { files: _, ...details } = await outcome(front, id);
  const ledger = await front.ledger(id);
  const fragments = [];
  for (const path of fragmentsOf(details.artifacts)) {
    fragments.push({
      name: basename(path),
      video: await hashesOf(path, 'video'),
      audio: await hashesOf(path, 'audio'),
    });
  }
  return { details, ledger, fragments };
}

async function failing(front: FrontEnd, path: string, content: string, type: string) {
  front.origin.serve(path, { content: Buffer.from(content), headers: { 'content-type': type } });
  const wishes: Wishes = { links: [front.origin.url(path)], recording: {} };
  const {
    added: [id = ''],
  } = await front.add(wishes);
  await front.until(id, { states: ['failed'] });
  return outcome(front, id);
}

const locked =
  '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x",KEYFORMAT="com.apple.streamingkeydelivery"\n#EXTINF:1,\ns.ts\n#EXT-X-ENDLIST\n';

export const recordingScenarios: readonly Scenario[] = [
  {
    name: 'a finished stream, cut into fragments',
    run: async (front) => {
      const origin = await finishedStream();
      try {
        const recording = { duration: 7, fragment: 3 };
        const {
          added: [id = ''],
        } = await front.add({ links: [origin.url()], name: 'Finished', recording });
        await front.until(id, { states: ['completed'] });
        return await recorded(front, id);
      } finally {
        await origin.close();
      }
    },
    expected: {
      details: { task: { kind: 'stream', recording: { duration: 7, fragment: 3 }, state: { name: 'completed' } } },
      ledger: {
        end: 'duration',
        gaps: [],
        segments: { missing: 0 },
        fragments: [{ part: 1 }, { part: 2 }, { part: 3 }],
      },
    },
  },
  {
    name: 'a live stream that is stopped: what is recorded is kept',
    run: async (front) => {
      const folder = await madeHls(streamSpec);
      const stream = { ...(await filesOf(folder)), spec: streamSpec };
      const origin = new LiveOrigin(stream, { window: 4, first: 4 });
      await origin.listen();
      try {
        const {
          added: [id = ''],
        } = await front.add({ links: [origin.url()], name: 'Live', recording: { from: 'start' } });
        await front.until(id, { states: ['running'], length: 3.9 });
        origin.reveal(2);
        await front.until(id, { states: ['running'], length: 5.9 });
        const running = (await front.ledger(id)).ended;
        const stopped = await front.stop([id]);
        await front.until(id, { states: ['completed'] });
        const { artifacts } = await front.show(id);
        // all that is stored is in the fragments, packet for packet
        await expectStored(stream, artifacts);
        return { running, stopped, ...(await recorded(front, id)) };
      } finally {
        await origin.close();
      }
    },
    expected: {
      running: false,
      stopped: { refused: [] },
      ledger: { end: 'stopped', ended: true, gaps: [], segments: { stored: 6, missing: 0 } },
    },
  },
  {
    name: 'a recording that has its time, and is canceled before',
    run: async (front) => {
      const startAt = Date.UTC(2099, 0, 1);
      const links = [front.origin.url('/later.m3u8')];
      const {
        added: [id = ''],
      } = await front.add({ links, name: 'Later', recording: { quality: '720p' }, startAt });
      const { task } = await front.show(id);
      const canceled = await front.cancel([id]);
      await front.until(id, { states: ['canceled'] });
      const isInTime = task.state.name === 'scheduled' && task.state.startAt === startAt;
      return { task, isInTime, canceled, now: (await front.show(id)).task.state };
    },
    expected: { isInTime: true, task: { recording: { quality: '720p' } }, now: { name: 'canceled' } },
  },
  {
    name: 'what is no stream, and what is protected',
    run: async (front) => ({
      page: await failing(front, '/page.html', '<!DOCTYPE html><title>Words</title><p>No stream.</p>', 'text/html'),
      locked: await failing(front, '/locked.m3u8', locked, 'application/vnd.apple.mpegurl'),
    }),
    expected: {
      page: { task: { state: { name: 'failed', error: { code: 'no-stream' } } } },
      locked: { task: { state: { name: 'failed', error: { code: 'protected' } } } },
    },
  },
];
