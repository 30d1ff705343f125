import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A key and a certificate that signed itself, in PEM, and the path of the certificate (for NODE_EXTRA_CA_CERTS). */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly path: string;
}

/** Makes a certificate for the names, such as `IP:127.0.0.1` or `DNS:localhost`, with openssl; the files lie in `folder`. */
export async function selfSigned(folder: string, names: readonly string[]): Promise<Certificate> {
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=sluice test', '-addext', `subjectAltName=${names.join(',')}`, '-keyout', key, '-out', path],
  ]);
  return { key: await readFile(key, 'utf8'), cert: await readFile(path, 'utf8'), path };
}
