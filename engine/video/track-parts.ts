import type { VideoOptions } from '../../contract/video.ts';
import type { VideoJob } from '../../contract/worker-messages.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import type { HttpClient } from '../net/client.ts';
import type { FoundFormat } from '../sources/video/found.ts';
import type { Resolution } from './resolution.ts';
import type { Role, WorkFolder } from './work-folder.ts';

/** What a track is fetched with. */
export interface TrackParts {
  readonly role: Role;
  readonly format: FoundFormat;
  readonly job: VideoJob;
  readonly folder: WorkFolder;
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
  readonly signal: AbortSignal;
  readonly resolution: Resolution;
  /** connections at most; `null` grows them while throughput grows */
  readonly connections: number | null;
  readonly clip: VideoOptions['clip'];
  /** bytes that will be needed beside those that are missing of the track */
  headroom(): number;
  /** the server has answered */
  onBegun(): void;
  onProgress(): void;
  onChild(pid: number, running: boolean): void;
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>): void;
}
