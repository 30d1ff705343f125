/**
 * Puts text on the clipboard. The clipboard API needs a permission that the window may have been denied; the older way
 * of answering a `copy` event needs none.
 *
 * @throws when neither works
 */
export async function putOnClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refusal) {
    let taken = false;
    const answer = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      event.stopImmediatePropagation();
      taken = true;
    };
    document.addEventListener('copy', answer, { capture: true, once: true });
    document.execCommand('copy');
    document.removeEventListener('copy', answer, { capture: true });
    if (!taken) throw refusal;
  }
}
