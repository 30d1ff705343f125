import { useEffect } from 'react';
import { useClient } from '../client/client-context.tsx';
import { carriedText } from './carried-text.ts';
import { readLinkFiles } from './link-files.ts';

/** Whether text that is pasted belongs to this element and not to the window. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

/** Ctrl+V (or the menu) anywhere in the window looks for links in the clipboard, also in files copied there. */
export function usePasteAnywhere(): void {
  const client = useClient();
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (takesText(event.target) || !event.clipboardData) return;
      event.preventDefault();
      const files = [...event.clipboardData.files];
      const text = carriedText(event.clipboardData);
      if (files.length === 0) void client.take(text);
      else void readLinkFiles(files).then((read) => client.take(`${text}\n${read.text}`));
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [client]);
}
