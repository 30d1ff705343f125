import { useMediaQuery } from '@mantine/hooks';

const atOnce = { getInitialValueInEffect: false };
const touched = '(pointer: coarse)';

/** Whether the window is as narrow as that of a telephone: dialogs fill it, and what can be done is in a menu. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 520px)', false, atOnce);
}

/** Whether fingers are used, which need more room than a pointer. */
export function useIsTouched(): boolean {
  return useMediaQuery(touched, false, atOnce);
}

/** The same at this moment, for what is done and not drawn. */
export function isTouched(): boolean {
  return window.matchMedia(touched).matches;
}
