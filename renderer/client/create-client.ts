import type { i18n } from 'i18next';
import type { CallOutput, VerbResult } from '../../contract/calls.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { Reply } from '../../contract/reply.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TaskId } from '../../contract/task.ts';
import { createDialogStore } from '../dialogs/dialog-store.ts';
import { sentenceOf } from '../i18n/explain.ts';
import { createLeaveStore } from '../leaving/leave-store.ts';
import { tellFromEngine } from '../notices/from-engine.ts';
import { createNoticeStore } from '../notices/notice-store.ts';
import type { Place } from '../place.ts';
import { createSettingsStore } from '../preferences/settings-store.ts';
import { createSummaryStore } from '../recording/summary-store.ts';
import { createReviewStore } from '../review/review-store.ts';
import { createFeed } from '../tasks/feed.ts';
import { progressOf } from '../tasks/ledger.ts';
import { opensByItself, sizeOf, withGroups } from '../tasks/rows.ts';
import { createTaskStore, selectedTasks } from '../tasks/task-store.ts';
import { fits, plainCalls, targets } from '../tasks/verbs.ts';
import type { Transport } from '../transport.ts';
import { fetchFile } from '../web/fetch-file.ts';
import { unreachable } from '../web/reply-of.ts';
import { isTouched } from '../window/use-room.ts';
import type { Client } from './client.ts';
import { putOnClipboard } from './clipboard.ts';

/** Characters of text the engine looks through at once. */
const longestText = 5_000_000;
/** Downloads that are canceled without a question while nothing of them is fetched. */
const quicklyChosen = 10;

/** @param settingsNow as the engine has told them before anything was drawn */
export function createClient(transport: Transport, place: Place, settingsNow: Settings, texts: i18n): Client {
  const tasks = createTaskStore(transport.home);
  const settings = createSettingsStore(transport, settingsNow);
  const review = createReviewStore(transport);
  const dialogs = createDialogStore();
  const leaving = createLeaveStore(transport);
  const notices = createNoticeStore();
  const summaries = createSummaryStore(transport);
  const feed = createFeed(transport, tasks, {
    settings: (changed) => settings.setState({ settings: changed }),
    begin: () => {
      void tellFromEngine(transport, notices, texts);
      void settings.refresh();
    },
  });

  const explain = (error: ErrorBody) => (error === unreachable ? texts.t('web.lostCall') : sentenceOf(error, texts));
  const complain = (error: ErrorBody) => {
    // the sign-in lies over everything already
    if (error.code === 'sign-in') return;
    notices.tell('problem', explain(error), error.detail === undefined ? [] : [error.detail]);
  };
  const nameOf = (id: string) => tasks.getState().ledger.tasks.get(id)?.name ?? tasks.getState().heads.get(id) ?? id;
  const forCall = (ids: readonly TaskId[]) => {
    const { selection, heads, view, ledger } = tasks.getState();
    return [...withGroups(ids, { selection, heads, visible: view.visible, tasks: ledger.tasks })];
  };

  function report(reply: Reply<VerbResult>): void {
    if (!reply.ok) {
      complain(reply.error);
      return;
    }
    const { refused } = reply.value;
    if (refused.length === 0) return;
    notices.tell(
      'problem',
      texts.t('notice.refused', { count: refused.length, number: refused.length }),
      refused.map(({ id, error }) => `${nameOf(id)}: ${explain(error)}`),
    );
  }

  function reportAdded({ added, group, existing, refused }: CallOutput<'tasks.add'>): void {
    if (group) tasks.actions.group([group]);
    tasks.actions.add(added);
    const of = (taken: 'resumed' | 'skipped') => existing.filter((entry) => entry.taken === taken).length;
    const parts: string[] = (['resumed', 'skipped'] as const)
      .filter((taken) => of(taken) > 0)
      .map((taken) => texts.t(`added.${taken}`, { count: of(taken), number: of(taken) }));
    if (refused.length > 0) parts.push(texts.t('added.refused', { count: refused.length, number: refused.length }));
    if (parts.length === 0) return;
    notices.tell(
      refused.length > 0 ? 'problem' : 'info',
      parts.join(' '),
      refused.map(({ url, error }) => `${url}: ${explain(error)}`),
    );
  }

  async function copy(links: readonly string[]): Promise<void> {
    try {
      await putOnClipboard(links.join('\n'));
      notices.tell('info', texts.t('notice.copied', { count: links.length, number: links.length }));
    } catch {
      notices.tell('problem', texts.t('notice.notCopied'));
    }
  }

  async function handOver(verb: 'open' | 'reveal' | 'download', id: TaskId, file?: number): Promise<void> {
    if (place.web) return fetchFile(place.web.download(id, file ?? 1));
    const input = file === undefined ? { id } : { id, part: file };
    const reply = await transport.call(verb === 'open' ? 'desktop.open' : 'desktop.reveal', input);
    if (!reply.ok) complain(reply.error);
  }

  const client: Client = {
    platform: transport.platform,
    texts,
    tasks,
    settings,
    review,
    dialogs,
    leaving,
    notices,
    summaries,
    transport,
    place,
    explain,
    complain,
    reload: () => void feed.start(),
    perform(verb) {
      const chosen = targets(verb, selectedTasks(tasks.getState()));
      const ids = chosen.map((task) => task.id);
      const [first] = chosen;
      if (!first) return;
      switch (verb) {
        case 'resume':
        case 'pause':
        case 'stop':
        case 'retry':
          return void client.command(verb, forCall(ids));
        case 'cancel':
          // with nothing fetched there is nothing to lose but the choice, which for a few is quickly made again
          if (
            chosen.length <= quicklyChosen &&
            chosen.every((task) => progressOf(tasks.getState().ledger, task).done === 0)
          ) {
            return void client.command('cancel', forCall(ids));
          }
          return dialogs.open({ name: 'cancel', ids, call: forCall(ids) });
        case 'watch':
          return dialogs.open({ name: 'recording', id: first.id });
        case 'play':
          return dialogs.open({ name: 'video', id: first.id });
        case 'remove':
          return dialogs.open({ name: 'remove', ids, call: forCall(ids) });
        case 'open':
        case 'reveal':
        case 'download':
          return void handOver(verb, first.id);
        case 'copy':
          return void copy(chosen.map((task) => task.url));
        case 'details':
          return dialogs.open({ name: 'details', id: first.id });
        case 'top':
        case 'up':
        case 'down':
        case 'bottom':
          return void transport.call('tasks.move', { ids: forCall(ids), to: verb }).then(report);
      }
    },
    async remove(ids, files) {
      report(await transport.call('tasks.remove', { ids: [...ids], files }));
    },
    async command(verb, ids) {
      report(await transport.call(plainCalls[verb], { ids: [...ids] }));
    },
    activate(id) {
      const { ledger, heads } = tasks.getState();
      if (heads.has(id)) return client.toggle(id);
      const task = ledger.tasks.get(id);
      if (!task) return;
      if (task.kind === 'stream') dialogs.open({ name: 'recording', id });
      else if (fits('play', task)) dialogs.open({ name: 'video', id });
      // where a press is made in passing, it means to look at, not to take along
      else if (place.web && !isTouched() && fits('download', task)) void handOver('download', id);
      else if (!place.web && fits('open', task)) void handOver('open', id);
      else dialogs.open({ name: 'details', id });
    },
    toggle(id) {
      const { opened, groups } = tasks.getState();
      const group = groups.get(id);
      if (group) tasks.actions.open(new Map([[id, !(opened.get(id) ?? opensByItself(sizeOf(group)))]]));
    },
    handOver,
    async take(text) {
      if (text.trim() === '') return notices.tell('info', texts.t('intake.none'));
      if (text.length > longestText) return notices.tell('problem', texts.t('intake.tooMuch'));
      const { downloadFolder, duplicates, videoFormat } = settings.getState().settings;
      const intake = await review.take(text, { directory: downloadFolder, duplicates, videoFormat });
      if (intake.found === null) complain(intake.error);
      else if (intake.found === 0) notices.tell('info', texts.t('intake.none'));
    },
    async confirm(start) {
      const added = await review.confirm(start);
      if (added) reportAdded(added);
    },
    async chooseFolder(current) {
      const reply = await transport.call('desktop.choose-folder', { current });
      if (reply.ok) return reply.value.path;
      complain(reply.error);
      return null;
    },
    async change(part) {
      const error = await settings.change(part);
      if (error) complain(error);
    },
  };
  return client;
}
