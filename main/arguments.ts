/** The links among a program's arguments; switches, paths and anything else are left out. */
export function linksFromArguments(argv: readonly string[]): string[] {
  return argv.filter((argument) => /^https?:\/\//i.test(argument) && URL.canParse(argument));
}
