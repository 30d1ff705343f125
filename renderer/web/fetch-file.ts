/** Has the browser download what is at an address of this page's own server, under the name that the server gives. */
export function fetchFile(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
