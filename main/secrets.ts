import { safeStorage } from 'electron';
import type { Secrets } from '../engine/host.ts';

/** Marks what the platform's key store sealed, so that both kinds can lie in one database. */
const MARK = 'platform:';

/**
 * Secrets sealed by the platform's key store where there is a real one, else by `fallback`. What the fallback sealed
 * before stays readable; the command line, which cannot reach the key store, asks for such a secret again.
 */
export function platformSecrets(fallback: Secrets): Secrets {
  const usable = hasKeyStore();
  return {
    seal: (plain) => (usable ? MARK + safeStorage.encryptString(plain).toString('base64') : fallback.seal(plain)),
    open(sealed) {
      if (!sealed.startsWith(MARK)) return fallback.open(sealed);
      if (!usable) return undefined;
      try {
        return safeStorage.decryptString(Buffer.from(sealed.slice(MARK.length), 'base64'));
      } catch {
        return undefined;
      }
    },
  };
}

/** On Linux without a keyring, Electron would seal with a password that is in its source: no better than plain text. */
function hasKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}
