import type { CallInput, CallOutput } from '../../contract/calls.ts';
import type { Task } from '../../contract/task.ts';
import { printable } from '../format/printable.ts';
import type { Answer } from '../input/ask.ts';
import type { Refusal, Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import type { Session } from '../session/session.ts';
import { say } from '../text/say.ts';
import type { Begun } from './work.ts';

type Request = CallInput<'tasks.add'>;
type Added = CallOutput<'tasks.add'>;

/** Links a call: the answer to a list of any length stays within what one message may hold. */
const linksPerCall = 2000;

/**
 * Adds links in the order given and reports each. Where a person can be asked, a link that was downloaded before is asked about
 * and added again if wanted.
 */
export async function addLinks(
  session: Session,
  request: Request,
  reporter: Reporter,
  mayAsk: boolean,
): Promise<Begun> {
  const tasks: Task[] = [];
  const refusals: Refusal[] = [];
  let skipped = 0;
  let standing: Answer | undefined;
  const take = ({ added, existing }: Added) => {
    const resumed = existing.filter(({ taken }) => taken === 'resumed').map(({ task }) => task);
    tasks.push(...added, ...resumed);
    if (added.length > 0) reporter.added(added, 'new');
    if (resumed.length > 0) reporter.added(resumed, 'resumed');
    for (const { task, taken } of existing) {
      if (taken === 'resumed') continue;
      skipped += 1;
      reporter.skipped(task);
    }
  };
  for (let at = 0; at < request.tasks.length; at += linksPerCall) {
    const reply = await call(session.engine, 'tasks.add', {
      ...request,
      tasks: request.tasks.slice(at, at + linksPerCall),
    });
    take(reply);
    for (const refusal of reply.refused) {
      if (!mayAsk || refusal.duplicateOf === null) {
        refusals.push(refusal);
        continue;
      }
      standing = standing === 'all' || standing === 'none' ? standing : await askAgain(refusal, reporter);
      if (standing === 'yes' || standing === 'all') take(await addAgain(session, request, refusal));
      else skipped += 1;
    }
  }
  for (const refusal of refusals) reporter.refused(refusal);
  return { tasks, skipped, refused: refusals.map((refusal) => refusal.error.code) };
}

async function askAgain(refusal: Refusal, reporter: Reporter): Promise<Answer> {
  reporter.hide();
  const { ask } = await import('../input/ask.ts');
  return ask(say.duplicateQuestion(printable(refusal.url)));
}

/** Adds a refused link once more as a new download. The refusal names it without its password, so the request is searched for it. */
async function addAgain(session: Session, request: Request, refusal: Refusal): Promise<Added> {
  const tasks = request.tasks.filter(({ url }) => withoutLogin(url) === withoutLogin(refusal.url)).slice(0, 1);
  return call(session.engine, 'tasks.add', { ...request, tasks, duplicates: 'keep' });
}

function withoutLogin(link: string): string {
  const url = URL.parse(link);
  if (url === null) return link;
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}
