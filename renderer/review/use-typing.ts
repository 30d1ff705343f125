import { useState } from 'react';

/** Whether somebody is in a field: what is half typed is not called wrong yet. */
export function useTyping(): { readonly typing: boolean; readonly watch: { onFocus: () => void; onBlur: () => void } } {
  const [typing, setTyping] = useState(false);
  return { typing, watch: { onFocus: () => setTyping(true), onBlur: () => setTyping(false) } };
}
