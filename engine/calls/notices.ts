import { takeUntold } from '../store/set-aside.ts';
import type { Handler } from './parts.ts';

/** What a person has not been told yet. Whoever asks tells it: nobody else will be given it again. */
export const takeNotices: Handler<'notices.take'> = ({ host }) => ({
  notices: takeUntold(host.paths.data).map((path) => ({ code: 'database-set-aside', detail: path })),
});
