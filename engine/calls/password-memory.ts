/** Links whose passwords are remembered; the oldest is forgotten first. */
const mostLinks = 10_000;

/**
 * Passwords of links that were recognised and may be added next. A front end shows a link without its password and adds
 * it in that form; so the password stays in this process and out of windows, sockets and screens.
 */
export class PasswordMemory {
  readonly #passwords = new Map<string, string>();

  /** The link as it may be shown; its password is remembered. */
  withoutPassword(link: string): string {
    const url = new URL(link);
    const { password } = url;
    url.password = '';
    if (password === '') return url.href;
    this.#passwords.delete(url.href);
    this.#passwords.set(url.href, password);
    const [oldest] = this.#passwords.keys();
    if (this.#passwords.size > mostLinks && oldest !== undefined) this.#passwords.delete(oldest);
    return url.href;
  }

  /** The link with the password that it was recognised with; unchanged when it has one, or none is known. */
  withPassword(link: string): string {
    const url = URL.parse(link);
    const known = url === null || url.password !== '' ? undefined : this.#passwords.get(url.href);
    if (url === null || known === undefined) return link;
    url.password = known;
    return url.href;
  }
}
