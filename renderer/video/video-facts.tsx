import { useTranslation } from 'react-i18next';
import type { VideoTask } from '../../contract/task.ts';
import { useFormats, useTasks } from '../client/client-context.tsx';
import { Fact } from '../dialogs/fact.tsx';
import { useChoiceWords } from './use-choice-words.ts';

/** What was asked of a video, and the list it was taken from. */
export function VideoFacts({ task }: { task: VideoTask }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useChoiceWords(task.video);
  const { group, video } = task;
  const title = useTasks((state) => (group === null ? null : state.heads.get(group.id)));
  const place = group === null ? '' : formats.count(group.number);
  return (
    <>
      <Fact name={t('video.choice')} value={words.format} />
      {words.part !== '' && <Fact name={t('video.part')} value={words.part} />}
      {words.subtitles !== '' && <Fact name={t('video.subtitles')} value={words.subtitles} />}
      {words.inside !== '' && <Fact name={t('video.insideFact')} value={words.inside} />}
      {video.resolver !== null && (
        <Fact name={t('video.resolver')} value={t(`settings.resolverOf.${video.resolver}`)} />
      )}
      {group && <Fact name={t('video.number')} value={title ? `${place}, ${title}` : place} />}
    </>
  );
}
