/**
 * What reads our output may end first (`| head`), and a terminal may be gone: then there is nobody left to tell, which is no
 * error. Standard output ends the command, because its results are what was asked for; standard error only falls silent.
 */
export function letStreamsEnd(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) throw error;
    process.stdout.destroy();
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error)) throw error;
  });
}

function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO' || code === 'ERR_STREAM_DESTROYED' || code === 'ENXIO';
}
