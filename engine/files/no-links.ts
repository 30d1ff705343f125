/** How file systems without hard links (FAT, exFAT, many shares) refuse one; EISDIR is what Windows' "invalid function" becomes. */
export const noLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
]);
