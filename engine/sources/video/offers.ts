import { linesOf } from '../../../contract/picture.ts';
import type { PresetOffer, VideoFormat } from '../../../contract/video.ts';
import { presetNames } from '../../../contract/video-choices.ts';
import { type Choice, chooseForPreset, extensionOf } from './choose.ts';

/** What the presets come to, those that there is something for. */
export function offersOf(formats: readonly VideoFormat[]): PresetOffer[] {
  return presetNames.flatMap((preset) => {
    const choice = chooseForPreset(formats, preset, 'keep');
    return choice === null ? [] : [offerOf(preset, choice)];
  });
}

function offerOf(preset: PresetOffer['preset'], choice: Choice<VideoFormat>): PresetOffer {
  const { formats, onlySound } = choice;
  const picture = onlySound ? undefined : formats[0];
  const sound = formats.find(({ kind }) => kind !== 'video');
  const sizes = formats.map(({ size }) => size);
  return {
    preset,
    formats: formats.map(({ id }) => id),
    extension: extensionOf(choice, 'keep'),
    height: picture === undefined ? null : linesOf(picture),
    fps: picture?.fps ?? null,
    videoCodec: picture?.videoCodec ?? null,
    audioCodec: sound?.audioCodec ?? null,
    audioBitrate: sound?.audioBitrate ?? null,
    size: sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0),
    approximate: formats.some(({ approximate }) => approximate),
  };
}
