import { type RecordingOptions, recordingOptions } from '../../contract/recording.ts';
import type { VideoOptions } from '../../contract/video.ts';

/**
 * How a video is recorded that turned out to be live: whole, from now on, as far as what was asked of it says something about
 * that.
 */
export function recordingFor({ format }: Pick<VideoOptions, 'format'>): RecordingOptions {
  switch (format) {
    case 'audio':
      return recordingOptions.parse({ output: 'audio' });
    case 'smallest':
      return recordingOptions.parse({ quality: 'worst' });
    case '1080p':
    case '720p':
      return recordingOptions.parse({ quality: format });
    default:
      // the formats that a finished video has by name are not those of a live one
      return recordingOptions.parse({});
  }
}
