/**
 * Tries something, and once more beside it when it takes long: the first that succeeds counts, the other is canceled. Fails when
 * all that was begun has failed, with the first failure.
 * @param afterMs milliseconds until the second try begins
 * @param mayHedge asked at that moment
 */
export async function hedged<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  afterMs: number,
  mayHedge: () => boolean,
  signal: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      let running = 0;
      let failed: { readonly error: unknown } | undefined;
      const begin = (): void => {
        running += 1;
        attempt(both).then(resolve, (error: unknown) => {
          running -= 1;
          failed ??= { error };
          if (running === 0) reject(failed.error);
        });
      };
      timer = setTimeout(() => {
        if (mayHedge() && !both.aborted) begin();
      }, afterMs);
      begin();
    });
  } finally {
    clearTimeout(timer);
    stop.abort(new Error('the other try was faster'));
  }
}
