/**
 * Text from outside (names, links, details) made safe to show: control characters and the marks that turn the direction
 * of text become `\u{…}` or a space, so that a server can neither move the cursor nor disguise a name.
 */
export function printable(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
