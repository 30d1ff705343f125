import { Failure } from '../../contract/errors.ts';
import type { Handler } from './parts.ts';

/** What a link to a video or a list leads to. */
export const lookAtVideo: Handler<'videos.look'> = () => {
  throw new Failure('unsupported');
};

/** The next page of a list. */
export const moreOfList: Handler<'videos.more'> = () => {
  throw new Failure('unsupported');
};
