import type { CallInput } from '../../contract/calls.ts';
import type { RecordingOptions } from '../../contract/recording.ts';
import type { Task } from '../../contract/task.ts';
import { exits } from '../exit.ts';
import { printable } from '../format/printable.ts';
import { withScheme } from '../parse/link.ts';
import { placeFrom } from '../parse/place.ts';
import { recordingName } from '../parse/recording-name.ts';
import type { Reporter } from '../report/reporter.ts';
import { openSession, type Session } from '../session/session.ts';
import { catchSignals } from '../signals.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { addLinks } from './add-links.ts';
import { earlierOf } from './earlier.ts';
import { stopOpen } from './interrupt.ts';
import { reporterFor } from './reporter-for.ts';
import { isSuccessor } from './successors.ts';
import { type TransferWishes, transferFrom, withLogin } from './transfer.ts';
import { type Begun, work } from './work.ts';

/** The options of `sluice record`, as they were read. */
export interface RecordOptions extends TransferWishes {
  /** seconds, as all lengths */
  readonly recordingDuration?: number | undefined;
  readonly maxFragmentDuration?: number | undefined;
  readonly quality?: string | undefined;
  readonly output?: RecordingOptions['output'] | undefined;
  readonly fromStart?: boolean | undefined;
  readonly giveUp?: number | undefined;
  readonly onGap?: RecordingOptions['onGap'] | undefined;
  readonly onDiscontinuity?: RecordingOptions['onDiscontinuity'] | undefined;
  readonly wait?: boolean | undefined;
  /** milliseconds since the epoch */
  readonly at?: number | undefined;
  readonly repeat?: 'daily' | 'weekly' | undefined;
  readonly dir?: string | undefined;
  readonly name?: string | undefined;
  readonly user?: string | undefined;
  readonly detach?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** `sluice record`: records a stream and waits for its last fragment. Returns the exit code. */
export async function record(url: string, options: RecordOptions): Promise<number> {
  const reporter = reporterFor(options);
  const request = await requestFrom(url, options, reporter);
  const talks = options.json !== true && options.quiet !== true;
  let session: Session | undefined;
  let begun: readonly Task[] = [];
  const interruption = catchSignals(() => {
    reporter.hide();
    if (talks && begun.length > 0) reporter.note(lastWords(session, begun));
  });
  try {
    session = await openSession('added');
    if (options.detach === true) return await handOver(session, request, reporter, talks);
    const interrupt = stopOpen((line) => {
      if (talks) reporter.note(line);
    });
    const begin = async (open: Session): Promise<Begun> => {
      const added = await addLinks(open, request, reporter, false);
      begun = added.tasks;
      if (talks) for (const note of await notesOn(open, begun)) reporter.note(note);
      return added;
    };
    return await work(session, { begin, reporter, interruption, interrupt, adopts: isSuccessor });
  } finally {
    interruption.release();
  }
}

/** Leaves the recording to the Sluice that runs. */
async function handOver(
  session: Session,
  request: CallInput<'tasks.add'>,
  reporter: Reporter,
  talks: boolean,
): Promise<number> {
  try {
    if (session.alone) throw new WrongUse(wrong.detachAlone);
    const { tasks, refused } = await addLinks(session, request, reporter, false);
    if (talks) reporter.note(say.detached(tasks.length));
    return exits[refused.length > 0 ? 'failed' : 'done'].code;
  } finally {
    await session.close();
  }
}

/** What a person should know from the beginning. */
async function notesOn({ engine }: Session, tasks: readonly Task[]): Promise<string[]> {
  const notes: string[] = [];
  for (const task of tasks) {
    if (task.kind !== 'stream') continue;
    if (task.recording.repeat !== 'never') notes.push(say.repeats(task.recording.repeat));
    const earlier = await earlierOf(engine, task);
    if (earlier.length > 0) notes.push(say.earlier(earlier));
  }
  return notes;
}

function lastWords(session: Session | undefined, tasks: readonly Task[]): string {
  return session?.alone === false ? say.leftRunning : say.leftAlone(tasks.map(({ id }) => id));
}

/** What the engine is asked for, from everything the command line says. */
async function requestFrom(url: string, options: RecordOptions, reporter: Reporter): Promise<CallInput<'tasks.add'>> {
  const given = options.name === undefined ? undefined : recordingName(options.name);
  const place = placeFrom(given?.name, options.dir, process.cwd());
  if (place === undefined) throw new WrongUse(wrong.outputName(printable(options.name ?? '')));
  const { name, directory } = place;
  const transfer = await transferFrom(options);
  const [link = ''] = await withLogin([withScheme(url)], options, reporter);
  const recording = recordingFrom({ ...options, output: options.output ?? given?.output });
  return {
    tasks: [{ url: link, recording, ...(name === undefined ? {} : { name }) }],
    // What a live stream shows now is another thing than what it showed before.
    duplicates: 'keep',
    ...(directory === undefined ? {} : { directory }),
    ...(options.at === undefined ? {} : { startAt: options.at }),
    ...(Object.keys(transfer).length === 0 ? {} : { options: transfer }),
  };
}

/** What is asked of the recording; what was not said is left to the contract. */
function recordingFrom(options: RecordOptions): Partial<RecordingOptions> {
  const { recordingDuration, maxFragmentDuration, fromStart } = options;
  const { quality, output, giveUp, onGap, onDiscontinuity, wait, repeat } = options;
  return {
    ...(recordingDuration === undefined ? {} : { duration: recordingDuration }),
    ...(maxFragmentDuration === undefined ? {} : { fragment: maxFragmentDuration }),
    ...(fromStart === true ? { from: 'start' as const } : {}),
    ...(quality === undefined ? {} : { quality }),
    ...(output === undefined ? {} : { output }),
    ...(giveUp === undefined ? {} : { giveUp }),
    ...(onGap === undefined ? {} : { onGap }),
    ...(onDiscontinuity === undefined ? {} : { onDiscontinuity }),
    ...(wait === undefined ? {} : { wait }),
    ...(repeat === undefined ? {} : { repeat }),
  };
}
