import { z } from 'zod';
import { calls } from '../../contract/calls.ts';
import { type ErrorCode, errorBody, errorHelp } from '../../contract/errors.ts';
import { liveFigures, recordingOptions, timeline } from '../../contract/recording.ts';
import { settings } from '../../contract/settings.ts';
import { artifact, pace, progress, task, taskDetails, taskState } from '../../contract/task.ts';
import { checksum } from '../../contract/transfer.ts';
import { group, listEntry, listInfo, videoFormat, videoInfo, videoOptions } from '../../contract/video.ts';
import { webhook } from '../../contract/webhooks.ts';
import { transferOptionsHere } from '../rest/calls.ts';

/** What goes wrong, as it is answered (RFC 9457). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(errorHelp) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string().optional(),
  duplicateOf: z.string().optional(),
});

interface Named {
  readonly id: string;
  readonly [more: string]: unknown;
}

/** The schemas that have a name of their own in the description; whatever else stands beside the name is said of them there. */
export const names = z.registry<Named>();

const outputs = {
  TaskPage: calls['tasks.list'].output,
  AddResult: calls['tasks.add'].output,
  VerbResult: calls['tasks.pause'].output,
  Recognised: calls['links.recognise'].output.shape.links.element,
  Attempt: taskDetails.shape.attempts.element,
  AnsweredBy: videoInfo.shape.answeredBy,
  Gap: timeline.shape.gaps.element,
  Notice: calls['notices.take'].output.shape.notices.element,
  Finding: calls.doctor.output.shape.findings.element,
};

const shared = {
  ...{ Task: task, TaskDetails: taskDetails, TaskState: taskState, Progress: progress, Pace: pace, Artifact: artifact },
  ...{ LiveFigures: liveFigures, RecordingOptions: recordingOptions, Timeline: timeline },
  ...{
    VideoOptions: videoOptions,
    VideoInfo: videoInfo,
    VideoFormat: videoFormat,
    ListInfo: listInfo,
    ListEntry: listEntry,
  },
  ...{
    Group: group,
    Settings: settings,
    Failure: errorBody,
    Problem: problem,
    Webhook: webhook,
  },
  NewTask: calls['tasks.add'].input.shape.tasks.element,
  TransferOptions: transferOptionsHere,
};

for (const [id, schema] of Object.entries({ ...outputs, ...shared })) names.add(schema, { id });
for (const one of task.options) names.add(one, { id: `${titled(one.shape.kind.value)}Task` });
names.add(checksum, {
  id: 'Checksum',
  description: '`algorithm:hex`, upper or lower case.',
  pattern:
    '^\\s*(?:[sS][hH][aA](?:256:[0-9a-fA-F]{64}|512:[0-9a-fA-F]{128}|384:[0-9a-fA-F]{96}|1:[0-9a-fA-F]{40})|[mM][dD]5:[0-9a-fA-F]{32})\\s*$',
  examples: ['sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
});

function titled(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
