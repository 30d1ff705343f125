const LAYOUTS: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

/**
 * The sampling of a sound for a person: `48 kHz stereo`, `44.1 kHz 5.1`.
 * @param sampleRate samples a second
 * @param channels 0 when unknown
 */
export function shownSound(sampleRate: number, channels: number): string {
  const rate = `${sampleRate / 1000} kHz`;
  return channels === 0 ? rate : `${rate} ${LAYOUTS[channels] ?? `${channels} channels`}`;
}
