/**
 * Whether a link names a playlist or a manifest, judged by its path alone: `.m3u8`, `.m3u`, `.mpd`, `.pls`, `.isml`, and what
 * Smooth Streaming servers make of one (`…/manifest(format=m3u8-aapl)`).
 */
export function namesPlaylist(url: URL): boolean {
  const path = url.pathname.replace(/;[^/]*$/u, '');
  return /\.(?:m3u8?|mpd|pls)$|\.isml(?:$|\/)|\.ism\/(?:[^/]*\.m3u8|[^/]*\.mpd|manifest)|\/manifest\(/iu.test(path);
}

/** Whether a playlist may be behind a link: it is named anywhere in it, as in `player.php?file=a.m3u8`. */
export function mentionsPlaylist(text: string): boolean {
  return /\.m3u8?(?![a-z0-9])|\.mpd(?![a-z0-9])|\.isml?\/manifest|format=(?:m3u8|mpd)|=hls(?![a-z0-9])/iu.test(text);
}
