/** What stands between folders in a path that begins with `root`. */
const separatorOf = (root: string) => (/^[a-z]:\\|^\\\\/i.test(root) ? '\\' : '/');

/** The part of a path that lies below a folder; empty for that folder itself. */
export function belowOf(root: string, path: string): string {
  const start = root.endsWith(separatorOf(root)) ? root : root + separatorOf(root);
  return path.startsWith(start) ? path.slice(start.length) : '';
}

/** The path of a folder below another, or `null` when it would not lie there. */
export function pathBelow(root: string, below: string): string | null {
  const parts = below.split(/[/\\]/).map((part) => part.trim());
  if (parts.every((part) => part === '')) return root;
  if (parts.some((part) => part === '.' || part === '..') || /^\s*([/\\]|[a-z]:)/i.test(below)) return null;
  const separator = separatorOf(root);
  return [root.endsWith(separator) ? root.slice(0, -1) : root, ...parts.filter(Boolean)].join(separator);
}
