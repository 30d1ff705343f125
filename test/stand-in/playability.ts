import type { Refusal, Video } from './video.ts';

/** `playabilityStatus` of a video that is refused. */
export function playability(refusal: Refusal, { id, startsAt, channel }: Video): object {
  switch (refusal) {
    case 'private':
      return {
        ...failed('LOGIN_REQUIRED', 'Private video', 'Please sign in to verify that you may see it.'),
        messages: ['This is a private video. Please sign in to verify that you may see it.'],
      };
    case 'removed':
      return failed('ERROR', 'Video unavailable', 'This video has been removed by the uploader');
    case 'copyright':
      return failed(
        'ERROR',
        'Video unavailable',
        `This video is no longer available due to a copyright claim by ${channel}`,
      );
    case 'members':
      return {
        status: 'UNPLAYABLE',
        reason: 'Join this channel to get access to members-only content like this video, and other exclusive perks.',
        errorScreen: {
          playerLegacyDesktopYpcOfferRenderer: {
            itemTitle: 'Members-only content',
            itemUrl: `/watch?v=${id}`,
            offerHeadline:
              'Join this channel to get access to members-only content like this video, and other exclusive perks.',
            offerDescription: 'Members-only content',
            offerId: 'sponsors_only_video',
            offerTitle: 'Join',
            offerButtonText: 'Join',
          },
        },
      };
    case 'age':
      return {
        ...failed('LOGIN_REQUIRED', 'Sign in to confirm your age', 'This video may be inappropriate for some users.'),
        desktopLegacyAgeGateReason: 1,
      };
    case 'region':
      return failed(
        'UNPLAYABLE',
        'Video unavailable',
        'The uploader has not made this video available in your country',
      );
    case 'bot':
      return failed(
        'LOGIN_REQUIRED',
        'Sign in to confirm you’re not a bot',
        'This helps protect our community. Learn more',
      );
    case 'later':
      return failed('UNPLAYABLE', 'Video unavailable', "This content isn't available, try again later.");
    case 'offline':
      return offline('This live event will begin in 2 hours.', id, startsAt);
    case 'premiere':
      return offline('Premieres in 2 hours', id, startsAt);
  }
}

function failed(status: string, reason: string, subreason: string): object {
  return {
    status,
    reason,
    errorScreen: {
      playerErrorMessageRenderer: {
        subreason: { simpleText: subreason },
        reason: { simpleText: reason },
        thumbnail: { thumbnails: [{ url: '//s.ytimg.com/yts/img/meh7-vflGevej7.png', width: 140, height: 100 }] },
        icon: { iconType: 'ERROR_OUTLINE' },
      },
    },
  };
}

function offline(reason: string, videoId: string, startsAt: number): object {
  const slate = {
    scheduledStartTime: String(startsAt),
    mainText: { runs: [{ text: reason }] },
    subtitleText: { simpleText: new Date(startsAt * 1000).toUTCString() },
    canShowCountdown: true,
  };
  return {
    status: 'LIVE_STREAM_OFFLINE',
    reason,
    playableInEmbed: true,
    liveStreamability: {
      liveStreamabilityRenderer: {
        videoId,
        offlineSlate: { liveStreamOfflineSlateRenderer: slate },
        pollDelayMs: '15000',
      },
    },
  };
}
