import { useMediaQuery } from '@mantine/hooks';
import { useFormats } from '../client/client-context.tsx';
import styles from './recording.module.css';

/** Whether the window is too narrow for times of day in tables, and even for sizes. */
export function useNarrow(): { readonly narrow: boolean; readonly narrowest: boolean } {
  const at = { getInitialValueInEffect: false };
  return {
    narrow: useMediaQuery('(max-width: 720px)', false, at),
    narrowest: useMediaQuery('(max-width: 540px)', false, at),
  };
}

/** A moment of a recording, with the time of day it was where there is room for it. */
export function Moment({ at, startedAt }: { at: number; startedAt: number | null }) {
  const formats = useFormats();
  const { narrow } = useNarrow();
  return (
    <>
      {formats.clock(at)}{' '}
      {startedAt !== null && !narrow && (
        <span className={styles['aside']}>{formats.timeOfDay(startedAt + at * 1000)}</span>
      )}
    </>
  );
}
