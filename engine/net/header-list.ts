/** Fields of a message in the order they came, names as written, values as latin1 text (RFC 9110 section 5.5). */
export class HeaderList {
  readonly #fields: readonly (readonly [string, string])[];

  constructor(fields: readonly (readonly [string, string])[]) {
    this.#fields = fields;
  }

  /** All of them. */
  get fields(): readonly (readonly [string, string])[] {
    return this.#fields;
  }

  /** All values of a field joined by `, ` (RFC 9110 section 5.3), or `undefined` when it is absent. */
  get(name: string): string | undefined {
    const values = this.all(name);
    return values.length === 0 ? undefined : values.join(', ');
  }

  /** The first value of a field; for fields that may not be a list, such as Location or ETag. */
  first(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.#fields.find(([field]) => field.toLowerCase() === wanted)?.[1];
  }

  /** Each value of a field on its own, as Set-Cookie needs it. */
  all(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.#fields.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
  }
}
