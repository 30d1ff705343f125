/** The part of mpd-parser 1.4 that is used: it has no types of its own. */
declare module 'mpd-parser' {
  interface MpdNode {
    readonly nodeType: number;
    readonly textContent: string | null;
    readonly childNodes: { readonly length: number; readonly [index: number]: MpdNode | MpdElement };
  }

  export interface MpdElement extends MpdNode {
    readonly tagName: string;
    getAttribute(name: string): string | null;
    hasAttribute(name: string): boolean;
    setAttribute(name: string, value: string): void;
    removeChild(child: MpdElement): void;
  }

  /** Attributes by name; numbers where the parser knows the attribute, text elsewhere. */
  export type MpdAttributes = Readonly<Record<string, unknown>>;

  /** A representation of a period with everything it inherits, once for each BaseURL. */
  export interface RepresentationInfo {
    readonly attributes: MpdAttributes;
    readonly segmentInfo: {
      readonly template?: MpdAttributes;
      readonly list?: MpdAttributes;
      readonly base?: MpdAttributes;
      readonly segmentTimeline?: readonly MpdAttributes[];
    };
  }

  /** @throws when the text is no XML or no MPD */
  export function stringToMpdXml(text: string): MpdElement;
  /** @throws when there is no period, or a BaseURL is no URL */
  export function inheritAttributes(
    mpd: MpdElement,
    options: { readonly manifestUri: string },
  ): { readonly representationInfo: readonly RepresentationInfo[] };
}
