/** Endings of files whose names are not written in capitals alone. */
const containers: Readonly<Record<string, string>> = { webm: 'WebM', opus: 'Opus', ogg: 'Ogg' };

/** The name of a container as people know it, by the ending of its files. */
export function containerLabel(extension: string): string {
  return containers[extension.toLowerCase()] ?? extension.toUpperCase();
}
