import { albumListId } from './album.ts';
import type { Entry, List } from './list.ts';
import { type Answer, type Refusal, usualAnswers, type Video, video } from './video.ts';

const only = (answer: Answer): Readonly<Record<string, Answer>> => ({ '*': answer });

const chapters = [
  { title: 'Beginning', start: 0 },
  { title: 'Middle: <b>bars</b> & "tone"', start: 10 },
  { title: 'End', start: 20 },
];

const captions = [
  { language: 'en', name: 'English', automatic: false, text: ['Bars.', 'And a tone.', 'The end.'] },
  { language: 'ru', name: 'Русский', automatic: false, text: ['Полосы.', 'И звук.', 'Конец.'] },
  { language: 'en', name: 'English (auto-generated)', automatic: true, text: ['bars', 'and a tone', 'the end'] },
];

/** Titles that are no titles, by the ids of their videos. */
export const hostileTitles: Readonly<Record<string, string>> = {
  hostileExec: '--exec=touch pwned',
  hostileLine: 'first line\nsecond line\r\nthird',
  hostileShel: '$(touch pwned) `touch pwned` ; touch pwned | cat && "quoted" \'too\'',
  hostilePath: '../../../etc/passwd',
  hostileEmoj: '🎬 Фильм 影片 \u202Egpj.exe\u0000\u0007 e\u0301',
  hostileLong: 'long '.repeat(60),
  hostileTmpl: '%(title)s %s {title} <script>alert(1)</script>',
  hostileName: 'CON. ',
};

/** Videos by what they are for; the id (11 characters) of most tells it. */
const special: readonly Video[] = [
  video({
    id: 'filmDirect1',
    title: 'Bars and tone',
    description: 'A test pattern and a tone.\n\n00:00 Beginning\n00:10 Middle: <b>bars</b> & "tone"\n00:20 End',
    chapters,
    captions,
  }),
  video({ id: 'shortDirect', title: 'Short bars', media: 'short' }),
  video({ id: 'cipheredTv1', title: 'Signed and challenged', clients: { TVHTML5: 'ciphered', '*': 'sabr' } }),
  video({ id: 'challengedT', title: 'Challenged', clients: { TVHTML5: 'challenged', '*': 'sabr' } }),
  video({ id: 'hlsOnlyVide', title: 'Only HLS', clients: only('hls') }),
  video({ id: 'sabrOnlyVid', title: 'Only SABR', clients: only('sabr') }),
  video({ id: 'drmOnlyVide', title: 'Encrypted', clients: only('drm') }),
  video({ id: 'firstRefuse', title: 'Not to the first', clients: { ...usualAnswers, VISIONOS: 'bot' } }),
  video({ id: 'tooManyAsks', title: 'Too many', clients: only('too-many') }),
  video({ id: 'changedShap', title: 'Changed', clients: only('changed') }),
  video({ id: 'garbageAnsw', title: 'Garbage', clients: only('garbage') }),
  video({ id: 'liveNowVide', title: 'Live bars', live: 'live', clients: only('direct') }),
  video({ id: 'wasLiveVide', title: 'Was live', live: 'was-live' }),
];

/** Ids of the videos that are refused, by why. */
export const refusedIds = {
  private: 'privateVide',
  removed: 'removedVide',
  copyright: 'copyrightVi',
  members: 'membersVide',
  age: 'ageLimitVid',
  region: 'regionVideo',
  bot: 'botCheckVid',
  offline: 'offlineLive',
  premiere: 'premiereVid',
  later: 'laterVideo1',
} as const satisfies Record<Refusal, string>;

/** All videos that are there at the beginning. */
export function firstVideos(): Video[] {
  const refused = Object.entries(refusedIds).map(([refusal, id]) =>
    video({ id, title: `Refused: ${refusal}`, clients: only(refusal as Refusal) }),
  );
  const hostile = Object.entries(hostileTitles).map(([id, title]) => video({ id, title, media: 'short' }));
  return [
    ...special,
    ...refused,
    ...hostile,
    ...listed()
      .filter(({ state }) => state === 'there')
      .map(entryVideo),
  ];
}

/** All lists that are there at the beginning. */
export function firstLists(): List[] {
  const entries = listed();
  const common = { channel: 'Stand-in', handle: null, page: 100 };
  return [
    { ...common, id: 'PLstand300', title: 'Three hundred', entries, shape: 'renderer' },
    { ...common, id: 'PLlockup300', title: 'Three hundred, newer', entries, shape: 'lockup' },
    { ...common, id: 'PLsmall', title: 'A few', entries: entries.slice(0, 5), shape: 'renderer' },
    { ...common, id: 'PLempty', title: 'None', entries: [], shape: 'renderer' },
    // The same under names as long as the site's own, as links want them.
    { ...common, id: 'PLstandInList300', title: 'Three hundred', entries, shape: 'renderer' },
    { ...common, id: 'PLlockupList300', title: 'Three hundred, newer', entries, shape: 'lockup' },
    { ...common, id: 'PLsmallListOf5', title: 'A few', entries: entries.slice(0, 5), shape: 'renderer' },
    { ...common, id: 'PLemptyListOf0', title: 'None', entries: [], shape: 'renderer' },
    { ...common, id: albumListId, title: 'Album - Tones', entries: entries.slice(20, 28), shape: 'renderer' },
    {
      ...common,
      id: channelId,
      handle: '@standin',
      title: 'Stand-in',
      entries: entries.slice(0, 75),
      page: 30,
      shape: 'lockup',
    },
    { ...common, id: `${channelId}.shorts`, title: 'Shorts', entries: entries.slice(80, 85), page: 30, shape: 'short' },
    { ...common, id: `${channelId}.streams`, title: 'Live', entries: streams, page: 30, shape: 'lockup' },
  ];
}

const streams: readonly Entry[] = [
  { id: 'liveNowVide', title: 'Live bars', channel: 'Stand-in', seconds: 0, state: 'live' },
  { id: 'wasLiveVide', title: 'Was live', channel: 'Stand-in', seconds: 30, state: 'there' },
];

/** A piece of `filmDirect1`, from second 5 to second 12.5. */
export const clip = {
  id: 'UgkxStandInStandInStandInStandIn0000',
  video: 'filmDirect1',
  params: 'stand-in-clip',
  start: 5000,
  end: 12_500,
};

export const channelId = 'UCstandInStandInStandIn0';

/** The entries of the list of 300: the 7th is private, the 13th is deleted. */
function listed(): Entry[] {
  return Array.from({ length: 300 }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const state = index === 6 ? 'private' : index === 12 ? 'deleted' : 'there';
    return { id: `listEntr${number}`, title: `Part ${index + 1} of 300`, channel: 'Stand-in', seconds: 6, state };
  });
}

function entryVideo({ id, title }: Entry): Video {
  return video({ id, title, media: 'short' });
}
