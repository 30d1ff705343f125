import { printable } from '../format/printable.ts';

/** What is served, and with what. */
export interface Serving {
  readonly address: string;
  /** signs in once */
  readonly link: string;
  readonly tokenFile: string;
  /** folder of the files */
  readonly files: string;
  /** whether the work is done by this process */
  readonly isOwn: boolean;
}

/** What `sluice serve` says. */
export const served = {
  already: (address: string) => `This data folder is served already, at ${address}`,
  linkHint: 'For a link that signs in: sluice serve --link. To serve it once more, choose another --port.',
  noPage: 'The web page is not built (npm run build), so only the API is served.',
  none: (folder: string) => `Nothing serves the data folder ${printable(folder)}.`,
  noneHint: 'Start it with sluice serve, or name the folder of the one that runs: --data FOLDER, or SLUICE_DATA.',
  otherFolder: (folder: string) =>
    `Another Sluice works with this data folder and puts files into ${folder}. Leave --downloads out, or change it with "sluice settings set download-folder …".`,
  unprotected:
    'Others in the network can reach this, and without TLS they can read what passes, the token too. Put a proxy with a certificate before it (docs/serving.md), or stay with 127.0.0.1.',
} as const;

/** Where the page is and how to get in, a line each. */
export function servingLines({ address, link, tokenFile, files, isOwn }: Serving): string[] {
  return [
    `Sluice is served at ${address}`,
    `  sign in  ${link}`,
    '           (this link works once; another one: sluice serve --link)',
    `  token    ${printable(tokenFile)}`,
    `  files    ${printable(files)}`,
    `  work     ${isOwn ? 'done here' : 'done by the Sluice that has this data folder, and here once that ends'}`,
  ];
}
