import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Artifact, TaskId } from '../../contract/task.ts';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import styles from '../recording/player/player.module.css';
import { TroubleNote } from '../recording/player/trouble-note.tsx';
import { useSource } from '../recording/player/use-source.ts';
import { fileKind, isSound, languageOf } from './file-kind.ts';

interface VideoPlayerProps {
  readonly id: TaskId;
  readonly name: string;
  readonly files: readonly Artifact[];
}

/** Code of the error of a media element that does not know what it was given. */
const notSupported = 4;

/** Plays a finished video, with those of its subtitles that a browser can read. */
export function VideoPlayer({ id, name, files }: VideoPlayerProps) {
  const { t } = useTranslation();
  const client = useClient();
  const video = useRef<HTMLVideoElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const index = Math.max(
    0,
    files.findIndex(({ path }) => fileKind(path) === 'media'),
  );
  const address = (file: number) => client.place.media(id, { kind: 'file', file, part: file });
  const { trouble, again, unplayable, fail } = useSource(video, {
    ...{ kind: 'file', address: address(index + 1), enabled: true, fromStart: true, onAbsent: () => {} },
  });
  useEffect(() => stage.current?.focus(), []);
  return (
    <div
      ref={stage}
      tabIndex={-1}
      className={styles['stage']}
      data-sound={isSound(files[index]?.path ?? '') || undefined}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: the captions are the files with subtitles that came with it, where there are some */}
      <video
        ref={video}
        className={styles['video']}
        aria-label={t('player.label', { name: honest(name) })}
        controls
        autoPlay
        playsInline
        disableRemotePlayback
        controlsList="nodownload noremoteplayback"
        crossOrigin="anonymous"
        hidden={trouble !== null}
        onError={() => {
          const { error, src } = video.current ?? {};
          if (!src) return;
          if (error?.code === notSupported) unplayable();
          else fail(error?.message ?? '');
        }}
      >
        {files.map(({ path }, file) =>
          /\.vtt$/i.test(path) ? (
            <track
              key={path}
              kind="subtitles"
              src={address(file + 1)}
              srcLang={languageOf(path)}
              label={languageOf(path)}
            />
          ) : null,
        )}
      </video>
      {trouble && (
        <TroubleNote
          trouble={trouble}
          onAgain={again}
          onElsewhere={() => void client.handOver(client.place.web ? 'download' : 'open', id, index + 1)}
        />
      )}
    </div>
  );
}
