import { Failure } from '../../contract/errors.ts';
import { toldOf } from '../sources/video/ask.ts';
import type { Resolver } from '../sources/video/resolver.ts';

interface Tools {
  readonly signal: AbortSignal;
  readonly log: (level: 'warn', message: string, fields: Record<string, string>) => void;
}

/**
 * Makes an attempt with resolvers, the first to be asked first; where the addresses that were found are refused, although they were
 * found anew, once more without the first: they may be good for nobody who asks like it.
 * @throws what the attempts throw; of two that fail, as `askInTurn`
 */
export async function unlessRefused<T>(
  resolvers: readonly Resolver[],
  attempt: (resolvers: readonly Resolver[]) => Promise<T>,
  tools: Tools,
): Promise<T> {
  try {
    return await attempt(resolvers);
  } catch (error) {
    const [, ...others] = resolvers;
    const [next] = others;
    tools.signal.throwIfAborted();
    if (next === undefined || !(error instanceof Failure) || error.code !== 'forbidden') throw error;
    tools.log('warn', 'what was found is refused: another is asked', { resolver: next.name });
    return unlessRefused(others, attempt, tools).catch((failure: unknown) => {
      throw toldOf(error, failure);
    });
  }
}
