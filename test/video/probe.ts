import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const probed = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      codec_name: z.string().optional(),
      height: z.number().optional(),
      duration: z.string().optional(),
      disposition: z.record(z.string(), z.number()).optional(),
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
  chapters: z.array(
    z.object({ start_time: z.string(), end_time: z.string(), tags: z.record(z.string(), z.string()).optional() }),
  ),
  format: z.object({
    format_name: z.string(),
    duration: z.string(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
});

/** What ffprobe says of a file. */
export async function probe(path: string) {
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-show_streams', '-show_chapters', '-show_format', '-of', 'json', path],
  ]);
  const { streams, chapters, format } = probed.parse(JSON.parse(stdout));
  const tags = Object.fromEntries(
    Object.entries(format.tags ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const ofStream = streams.flatMap((stream) => Object.entries(stream.tags ?? {}));
  return {
    /** `h264`, `aac`, … in their order; covers as `cover`, attachments as `attachment` */
    codecs: streams.map(({ codec_type, codec_name, disposition }) =>
      disposition?.['attached_pic'] === 1
        ? 'cover'
        : codec_type === 'attachment'
          ? 'attachment'
          : (codec_name ?? codec_type),
    ),
    height: streams.find(({ height }) => height !== undefined)?.height,
    languages: streams.map((stream) => stream.tags?.['language'] ?? null),
    duration: Number(format.duration),
    kind: format.format_name,
    /** of the file; those of an Ogg are those of its stream */
    tags: { ...Object.fromEntries(ofStream.map(([name, value]) => [name.toLowerCase(), value])), ...tags },
    chapters: chapters.map(({ start_time, end_time, tags: own }) => ({
      title: own?.['title'] ?? '',
      start: Number(start_time),
      end: Number(end_time),
    })),
  };
}
