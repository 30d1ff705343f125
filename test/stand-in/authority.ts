import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate authority of its own, and a certificate it has given. */
export interface Authority {
  /** path of its certificate in PEM, for NODE_EXTRA_CA_CERTS or SSL_CERT_FILE */
  readonly path: string;
  readonly ca: string;
  /** of the servers */
  readonly key: string;
  readonly cert: string;
}

/** Makes an authority and a certificate for the hosts (`*.example.com` too) with openssl; the files lie in `folder`. */
export async function makeAuthority(folder: string, hosts: readonly string[]): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl([
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=sluice test authority'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-keyout', at('ca-key.pem'), '-out', at('ca.pem')],
  ]);
  await openssl(['req', ...key, '-subj', '/CN=sluice test', '-keyout', at('key.pem'), '-out', at('request.pem')]);
  await writeFile(at('names.txt'), `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}\n`);
  await openssl([
    ...['x509', '-req', '-in', at('request.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca-key.pem'), '-CAcreateserial'],
    ...['-days', '2', '-extfile', at('names.txt'), '-out', at('cert.pem')],
  ]);
  return {
    path: at('ca.pem'),
    ca: await readFile(at('ca.pem'), 'utf8'),
    key: await readFile(at('key.pem'), 'utf8'),
    cert: await readFile(at('cert.pem'), 'utf8'),
  };
}

async function openssl(args: readonly string[]): Promise<void> {
  await promisify(execFile)('openssl', args);
}
