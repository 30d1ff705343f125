/** What is waited for, or an error as soon as a person wants to stop. */
export function unlessStopped<T>(awaited: Promise<T>, abort: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(abort.reason);
  if (abort.aborted) stop();
  abort.addEventListener('abort', stop, { once: true });
  return Promise.race([awaited, stopped.promise]).finally(() => abort.removeEventListener('abort', stop));
}
