/**
 * A program that records one stream and ends when the recording is on record. Arguments: home folder, link, what is asked of
 * the recording as JSON. Started again over the same home it goes on where it was, however it ended.
 */
import { fileURLToPath } from 'node:url';
import { recordingOptions } from '../../contract/recording.ts';
import { untilDone } from './until-done.ts';

const [home = '', url = '', asked = '{}'] = process.argv.slice(2);
const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
await untilDone(home, worker, { url, recording: recordingOptions.parse(JSON.parse(asked)), name: 'Studio' });
