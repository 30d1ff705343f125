/**
 * A program that fetches one video and ends when it is on record. Arguments: home folder, link (see `video-worker.ts`), what is
 * asked of the video as JSON. Started again over the same home it goes on where it was, however it ended.
 */
import { fileURLToPath } from 'node:url';
import { videoOptions } from '../../contract/video.ts';
import { untilDone } from './until-done.ts';

const [home = '', url = '', asked = '{}'] = process.argv.slice(2);
const worker = fileURLToPath(new URL('./video-worker.ts', import.meta.url));
await untilDone(home, worker, { url, video: videoOptions.parse(JSON.parse(asked)) });
