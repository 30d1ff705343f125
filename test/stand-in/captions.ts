import type { CaptionTrack } from './video.ts';

/** Subtitles as `/api/timedtext` gives them: WebVTT with `fmt=vtt`, `json3`, else the site's own XML. */
export function captionText(
  { text, language }: CaptionTrack,
  seconds: number,
  form: string | null,
): { type: string; body: string } {
  const each = seconds / Math.max(1, text.length);
  const cues = text.map((line, index) => ({ line, start: index * each, end: (index + 1) * each - 0.5 }));
  if (form === 'vtt') {
    const blocks = cues.map(({ line, start, end }) => `${clock(start)} --> ${clock(end)}\n${line}\n`);
    return { type: 'text/vtt', body: `WEBVTT\nKind: captions\nLanguage: ${language}\n\n${blocks.join('\n')}` };
  }
  if (form === 'json3') {
    const events = cues.map(({ line, start, end }) => ({
      tStartMs: Math.round(start * 1000),
      dDurationMs: Math.round((end - start) * 1000),
      segs: [{ utf8: line }],
    }));
    return { type: 'application/json', body: JSON.stringify({ wireMagic: 'pb3', events }) };
  }
  const lines = cues.map(({ line, start, end }) => `<text start="${start}" dur="${end - start}">${line}</text>`);
  return {
    type: 'text/xml',
    body: `<?xml version="1.0" encoding="utf-8" ?><transcript>${lines.join('')}</transcript>`,
  };
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 23);
}
