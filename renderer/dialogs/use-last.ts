import { useRef } from 'react';

/** A value, or the last one it had: a dialog that fades away must not lose its content first. */
export function useLast<T>(value: T | null | undefined): T | null {
  const last = useRef<T | null>(null);
  if (value !== null && value !== undefined) last.current = value;
  return last.current;
}
