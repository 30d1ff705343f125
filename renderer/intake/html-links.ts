const named: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', nbsp: ' ' };

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, dec, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = dec === undefined ? Number.parseInt(hex, 16) : Number.parseInt(dec, 10);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/**
 * The links of a piece of HTML, each once, in their order. Only `href` of anchors counts. The page's own parser is not
 * used on purpose: foreign markup never becomes a document here, which Trusted Types would refuse anyway.
 */
export function linksInHtml(html: string): readonly string[] {
  const links = new Set<string>();
  for (const [, double, single, bare] of html.matchAll(
    /<a\s[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi,
  )) {
    const link = decode(double ?? single ?? bare ?? '').trim();
    if (/^https?:\/\//i.test(link)) links.add(link);
  }
  return [...links];
}

/** The text between tags, entities decoded; for the values of a property list. */
export function textOfXml(xml: string, tag: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'gi'))].map(([, text]) => decode(text ?? '').trim());
}
