/** What a job process may know of the environment: how to find programs, certificates, proxies and its language. Tokens of other programs are none of its business. */
const known: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'APPDATA',
  'LOCALAPPDATA',
  'TMPDIR',
  'TEMP',
  'TMP',
  'TZ',
  'LANG',
  'LD_LIBRARY_PATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'FFMPEG_BIN',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
]);

/** The environment of a job process. */
export function workerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed = Object.entries(environment).filter(([name]) => {
    const upper = name.toUpperCase();
    return known.has(upper) || upper.startsWith('LC_');
  });
  return Object.fromEntries(passed);
}
