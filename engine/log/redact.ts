import { redact } from '../sources/redact.ts';

/** Names of fields that may hold a secret. */
const secretName = /pass(word|phrase)?|token|secret|authori[sz]ation|cookie|credential|api[-_]?key/i;
const secretHeader = /\b((?:proxy-)?authorization|(?:set-)?cookie)(\s*[:=]\s*)[^\r\n]+/gi;
const link = /\bhttps?:\/\/[^\s"'<>]+/gi;
const socksLink = /\b(socks[45]?h?:\/\/)[^\s/@"']+@/gi;

/** A text without passwords, tokens and cookies, as far as they can be recognised. Callers still never log a secret. */
export function redactText(text: string): string {
  return text
    .replace(link, (url) => redact(url))
    .replace(socksLink, '$1')
    .replace(secretHeader, '$1$2***');
}

/** A field of a log line, hidden when its name says it is a secret. */
export function redactField(name: string, value: unknown): unknown {
  if (secretName.test(name)) return '***';
  return typeof value === 'string' ? redactText(value) : value;
}
