import { farAddress, ownAddress } from './two-networks.ts';

/** What a name is looked up as: the addresses of the first answer, and those of every later one. */
export interface Name {
  readonly first: readonly string[];
  readonly later: readonly string[];
}

const always = (...addresses: string[]): Name => ({ first: addresses, later: addresses });

/** The names there are; IPv6 addresses among them. Whatever else is asked for does not exist. */
export const names: Readonly<Record<string, Name>> = {
  'public.example': always(farAddress),
  'private.example': always('10.0.0.1'),
  'loopback.example': always('127.0.0.1'),
  'six.example': always('::1'),
  'mapped.example': always('::ffff:127.0.0.1'),
  'unique.example': always('fd00:ec2::254'),
  'metadata.example': always('169.254.169.254'),
  'own.example': always(ownAddress),
  'both.example': always('127.0.0.1', '::1', farAddress),
  'rebind.example': { first: [farAddress], later: ['127.0.0.1'] },
  'www.youtube.com': always('127.0.0.1'),
  'freesound.org': always('127.0.0.1'),
};
