import type Hls from 'hls.js';
import type { ErrorData } from 'hls.js';

/** What goes wrong while the growing playlist is played. */
export type LiveTrouble =
  /** there is no playlist, or nothing in it; it is asked for again and again */
  { readonly kind: 'absent' } | { readonly kind: 'codec' } | { readonly kind: 'failed'; readonly detail: string };

interface LiveListener {
  /** the playlist was read; `whole` when it still begins where the recording began */
  onPlaylist(whole: boolean): void;
  onTrouble(trouble: LiveTrouble): void;
}

/** Milliseconds between two looks whether there is something to play. */
const lookAgain = 2000;
/** Milliseconds in which a decoder may stumble only once. */
const stumbleRest = 5000;

/** What hls.js says of a playlist that holds nothing yet. */
const empty: ReadonlySet<string> = new Set(['manifestParsingError', 'levelEmptyError', 'levelParsingError']);
/** Media segments that can be stored, but that hls.js would look at for ever without a word. */
const unknownContainer = /\.flv$/i;

/** What it says of media that the window cannot decode. */
const foreign: ReadonlySet<string> = new Set([
  ...['manifestIncompatibleCodecsError', 'bufferAddCodecError', 'bufferIncompatibleCodecsError'],
]);

/**
 * Plays a playlist that grows. hls.js comes with the first use; it runs without a worker, which would have to be made of text.
 *
 * @param fromStart begin with the oldest and not with the newest
 * @returns ends it
 */
export function attachLive(
  video: HTMLVideoElement,
  address: string,
  fromStart: boolean,
  listener: LiveListener,
): () => void {
  let over = false;
  let hls: Hls | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stumbledAt = Number.NEGATIVE_INFINITY;

  const lookLater = (player: Hls) => {
    listener.onTrouble({ kind: 'absent' });
    if (over) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      if (video.currentTime > 0) player.config.startPosition = video.currentTime;
      player.loadSource(address);
    }, lookAgain);
  };
  const stumble = (player: Hls, { details, error }: ErrorData) => {
    const now = performance.now();
    const again = now - stumbledAt < stumbleRest;
    stumbledAt = now;
    if (!again) return player.recoverMediaError();
    player.destroy();
    listener.onTrouble({ kind: 'failed', detail: `${details}: ${error.message}` });
  };
  const giveUp = (player: Hls) => {
    player.destroy();
    listener.onTrouble({ kind: 'codec' });
  };
  void import('hls.js').then(({ default: Player }) => {
    if (over) return;
    hls = new Player({
      enableWorker: false,
      // the picture of a day must not stay in memory because it was once seen
      backBufferLength: 60,
      // no end but a length that grows, so that the controls can scrub
      liveDurationInfinity: false,
      startPosition: fromStart ? 0 : -1,
    });
    const player = hls;
    player.on(Player.Events.LEVEL_LOADED, (_event, { details }) => {
      if (over) return;
      if (unknownContainer.test(details.fragments.at(-1)?.url ?? '')) return giveUp(player);
      listener.onPlaylist(details.type !== null);
    });
    player.on(Player.Events.ERROR, (_event, data) => {
      if (!data.fatal || over) return;
      if (data.type === Player.ErrorTypes.NETWORK_ERROR || empty.has(data.details)) return lookLater(player);
      if (!foreign.has(data.details)) return stumble(player, data);
      giveUp(player);
    });
    player.loadSource(address);
    player.attachMedia(video);
  });
  return () => {
    over = true;
    if (timer !== null) clearTimeout(timer);
    hls?.destroy();
  };
}
