import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

let shared: SecureContext | undefined;

/**
 * The certificates that servers are checked against: those that come with Node, those of the platform (company proxies
 * put theirs there) and those of NODE_EXTRA_CA_CERTS. Made once a process: parsing some hundred of them takes 20 ms.
 */
export function trustedContext(): SecureContext {
  if (shared === undefined) {
    const ca = new Set([
      ...getCACertificates('default'),
      ...getCACertificates('system'),
      ...getCACertificates('extra'),
    ]);
    shared = createSecureContext({ ca: [...ca] });
  }
  return shared;
}
