import { Download, ExternalLink, FolderOpen, Play } from 'lucide-react';
import { memo, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FragmentEntry } from '../../contract/recording.ts';
import type { TaskId } from '../../contract/task.ts';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { fileNameOf } from '../format/links.ts';
import { honest } from '../format/names.ts';
import { type FactColumn, FactTable } from './fact-table.tsx';
import { IconButton } from './icon-button.tsx';
import { Moment, useNarrow } from './moment.tsx';
import styles from './recording.module.css';
import { usePlaceWords } from './use-place-words.ts';

/** What can be done with a finished fragment. */
export type FragmentVerb = 'play' | 'open' | 'reveal' | 'download';

interface FragmentTableProps {
  readonly id: TaskId;
  readonly fragments: readonly FragmentEntry[];
  /** milliseconds since the epoch, or `null` */
  readonly startedAt: number | null;
  /** the part that plays, or `null` */
  readonly playing: number | null;
  /** must stay the same function: the table is drawn again for nothing else than what it shows */
  readonly onVerb: (verb: FragmentVerb, fragment: FragmentEntry) => void;
}

/** The fragments of a recording with what can be done with each. */
export const FragmentTable = memo(function FragmentTable(props: FragmentTableProps) {
  const { id, fragments, startedAt, playing, onVerb } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const words = usePlaceWords();
  const { narrow, narrowest } = useNarrow();
  const columns = useMemo<readonly FactColumn[]>(
    () => [
      { id: 'part', name: t('recording.part'), width: narrow ? 44 : 56 },
      { id: 'start', name: t('recording.start'), width: narrow ? 72 : 150 },
      { id: 'length', name: t('recording.length'), width: narrow ? 68 : 84 },
      ...(narrowest ? [] : [{ id: 'size', name: t('recording.size'), width: narrow ? 80 : 92 }]),
      { id: 'file', name: t('recording.file'), width: '1fr' },
      { id: 'actions', name: t('recording.actions'), width: 100, hidden: true },
    ],
    [t, narrow, narrowest],
  );
  const cell = useCallback(
    (fragment: FragmentEntry, column: string) => {
      const { part, at, length, size, path, state } = fragment;
      switch (column) {
        case 'part':
          return formats.count(part);
        case 'start':
          return <Moment at={at} startedAt={startedAt} />;
        case 'length':
          return state === 'open' ? <Growing id={id} fragment={fragment} /> : formats.clock(length);
        case 'size':
          return size === null ? '' : formats.bytes(size);
        case 'file':
          return (
            <span title={path === null ? undefined : honest(path)}>
              {path !== null && <bdi dir="auto">{honest(fileNameOf(path))} </bdi>}
              <span className={styles['note']}>{words.state(fragment)}</span>
            </span>
          );
        default:
          return path === null ? null : <Verbs fragment={fragment} onVerb={onVerb} />;
      }
    },
    [formats, words, id, startedAt, onVerb],
  );
  return (
    <FactTable
      label={t('recording.tabFragments')}
      empty={t('recording.noFragments')}
      columns={columns}
      rows={fragments}
      idOf={partOf}
      marked={playing === null ? null : String(playing)}
      onOpen={(fragment) => fragment.path !== null && onVerb('play', fragment)}
      cell={cell}
    />
  );
});

function partOf({ part }: FragmentEntry): string {
  return String(part);
}

/** The length of the fragment that is being recorded, as the newest figures have it. */
function Growing({ id, fragment }: { id: TaskId; fragment: FragmentEntry }) {
  const formats = useFormats();
  const length = useTasks((state) => state.ledger.moving.get(id)?.live?.length ?? 0);
  return formats.clock(Math.max(fragment.length, length - fragment.at));
}

function Verbs({ fragment, onVerb }: { fragment: FragmentEntry; onVerb: FragmentTableProps['onVerb'] }) {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const number = formats.count(fragment.part);
  const elsewhere = client.place.web
    ? ([['download', Download]] as const)
    : ([
        ['open', ExternalLink],
        ['reveal', FolderOpen],
      ] as const);
  return (
    <span className={styles['buttons']}>
      <IconButton label={t('recording.play', { number })} Icon={Play} onPress={() => onVerb('play', fragment)} />
      {elsewhere.map(([verb, Icon]) => (
        <IconButton
          key={verb}
          label={t(`recording.${verb}`, { number })}
          Icon={Icon}
          onPress={() => onVerb(verb, fragment)}
        />
      ))}
    </span>
  );
}
