import { Failure } from '../../../contract/errors.ts';
import { textOfBytes } from '../../files/text-of-bytes.ts';
import type { HeaderList } from '../../net/header-list.ts';
import type { StreamPlan } from '../../record/plan.ts';
import { planDash } from '../dash/plan.ts';
import { textOf } from '../hls/track.ts';
import { isHls, linksInList } from './link-list.ts';
import { type Opened, openLink } from './open.ts';
import { planHls } from './plan-hls.ts';
import { byItself, type Found, type Planning } from './planning.ts';

/** Addresses of a list that are tried: stations name several servers, collections of channels name hundreds. */
const triedAtMost = 8;
/** Lists that lead to lists, at most. */
const depthAtMost = 3;

/**
 * Plans what was found at an address, if it is a stream.
 * @returns `null` for a page and other text, which may lead to one
 * @throws Failure `finished-file`, `several-streams`, `unsupported` for streams of a kind that cannot be recorded, those of `planHls` and `planDash`
 */
export function planOpened(opened: Opened, found: Found, planning: Planning): Promise<StreamPlan | null> {
  return plan(opened, found, planning, 0);
}

async function plan(opened: Opened, found: Found, planning: Planning, depth: number): Promise<StreamPlan | null> {
  const { asked: url, answer, kind } = opened;
  const { web, quality, sound, before, now, signal } = planning;
  switch (kind) {
    case 'page':
    case 'text':
      return null;
    case 'dash':
      return planDash({ url, answer, ...found, quality, sound, before }, web, now, signal);
    case 'media':
      return continuous(opened, found);
    case 'm3u':
      if (isHls(textOf(answer)) || linksInList(textOf(answer), answer.url).length === 0) {
        return planHls(url, answer, found, planning);
      }
      return planList(opened, found, planning, depth);
    case 'list':
      return planList(opened, found, planning, depth);
    default:
      throw new Failure(isFile(opened) ? 'finished-file' : 'unsupported', {
        detail: `there is no stream at this address but ${kind.other}`,
      });
  }
}

function continuous({ asked, answer }: Opened, { referer, title }: Found): StreamPlan {
  const { headers } = answer;
  const length = headers.first('content-length');
  // A station may give a length to please some player; it gives itself away by its other fields.
  if (length !== undefined && /^\d+$/u.test(length) && icy(headers, 'br') === null && icy(headers, 'name') === null) {
    throw new Failure('finished-file', { detail: `it has ${length} bytes` });
  }
  return { form: 'continuous', title: title ?? icy(headers, 'name'), url: asked, referer };
}

/** Whether what is no stream is a file: its end is known, and it does not itself name media. */
function isFile({ answer, kind }: Opened): boolean {
  return typeof kind === 'object' && kind.isManifest !== true && answer.headers.first('content-length') !== undefined;
}

/** A field of a radio station, in UTF-8 or, from older servers, in windows-1252; fields are read as latin1, byte for byte. */
function icy(headers: HeaderList, name: string): string | null {
  const text = textOfBytes(Buffer.from(headers.first(`icy-${name}`) ?? '', 'latin1')).trim();
  return text === '' ? null : text;
}

async function planList(opened: Opened, where: Found, planning: Planning, depth: number): Promise<StreamPlan> {
  const links = linksInList(textOf(opened.answer), opened.answer.url);
  if (links.length > triedAtMost) {
    const detail = `this is a list of ${links.length} streams: paste the link of the one you want`;
    throw new Failure('several-streams', { detail });
  }
  let first: unknown = new Failure('unsupported', { detail: 'this list names no stream' });
  let failed = false;
  for (const link of depth < depthAtMost ? links : []) {
    try {
      const found = await plan(
        await openLink(link, null, planning.web, planning.signal),
        { ...byItself, title: where.title },
        planning,
        depth + 1,
      );
      if (found !== null) return found;
    } catch (error) {
      planning.signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      if (!failed) first = error;
      failed = true;
    }
  }
  throw first;
}
