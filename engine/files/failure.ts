import { type ErrorCode, Failure } from '../../contract/errors.ts';

/**
 * What a failed file operation means to the user. `path` is the file or folder it was about; it and the errno go into the
 * detail. A `Failure` passes unchanged, an abort becomes `canceled`.
 */
export function fileFailure(error: unknown, path: string): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Error && error.name === 'AbortError') return new Failure('canceled', { cause: error });
  const errno = errnoOf(error);
  const code = errno === undefined ? undefined : codes[errno];
  const what = errno ?? (error instanceof Error ? error.message : String(error));
  const hint = errno === undefined ? undefined : hints[errno];
  return new Failure(code ?? 'internal', {
    detail: hint === undefined ? `${what}: ${path}` : `${what}: ${path} (${hint})`,
    cause: error,
  });
}

/** The symbolic errno of a system error, such as `ENOSPC`, or `undefined` when it is another kind of error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EACCES: 'permission',
  EPERM: 'permission',
  EROFS: 'permission',
  EBUSY: 'permission',
  ETXTBSY: 'permission',
  ENOENT: 'folder-missing',
  ENOTDIR: 'folder-missing',
  ESTALE: 'folder-missing',
  ENXIO: 'folder-missing',
  ENODEV: 'folder-missing',
  ENOTCONN: 'folder-missing',
  EHOSTDOWN: 'folder-missing',
  EEXIST: 'name-collision',
  EISDIR: 'name-collision',
  ENAMETOOLONG: 'invalid-input',
  EILSEQ: 'invalid-input',
  ELOOP: 'invalid-input',
};

const hints: Readonly<Record<string, string>> = {
  EFBIG: 'the file system takes no file of this size; FAT ends at 4 GiB',
  EDQUOT: 'the quota of this user is used up',
  EROFS: 'the file system is read-only',
  EBUSY: 'another program holds it',
  ETXTBSY: 'another program holds it',
  ENAMETOOLONG: 'the name or path is too long for this file system',
};
