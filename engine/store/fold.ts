/**
 * The form in which names are compared and searched: the same for texts that a person takes for the same, whatever their case, normal
 * form and invisible characters. SQLite itself folds ASCII alone.
 */
export function fold(text: string): string {
  // Upper case first: it unites letters that have one capital but several small forms. A small sigma is another one at the end of a word.
  const folded = text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ');
  return folded.normalize('NFC');
}
