import { createStore, type StoreApi } from 'zustand/vanilla';

interface ConnectionState {
  /** Sluice does not answer; it is tried again by itself */
  readonly lost: boolean;
  /** nobody is signed in, or no longer */
  readonly signedOut: boolean;
}

export type ConnectionStore = StoreApi<ConnectionState>;

/** How things stand between the page and its server. */
export function createConnectionStore(): ConnectionStore {
  return createStore<ConnectionState>(() => ({ lost: false, signedOut: false }));
}
