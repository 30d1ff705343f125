/** The name of a language as BCP 47 has it, or `null` for what is none. Some sites write `en_US`. */
export function languageOf(name: string | null | undefined): string | null {
  const tag = (name ?? '').replaceAll('_', '-');
  return /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}$/u.test(tag) && !/^(?:und|none|unknown)$/iu.test(tag) ? tag : null;
}
