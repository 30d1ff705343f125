import { useEffect } from 'react';
import { useFormats, useTasks } from '../client/client-context.tsx';

/** Says in the title of the browser's tab how many downloads are active. */
export function useTitle(isWeb: boolean): void {
  const formats = useFormats();
  const active = useTasks((state) => state.view.counts.active);
  const title = isWeb && active > 0 ? `(${formats.count(active)}) Sluice` : 'Sluice';
  useEffect(() => {
    document.title = title;
  }, [title]);
}
