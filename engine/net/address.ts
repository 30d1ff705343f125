import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whether an address belongs to the open internet. Everything else (loopback, private, link-local with its metadata
 * services, multicast, documentation, and IPv6 forms that carry such an IPv4 address inside) may be reached only by a
 * link that the user gave.
 * @param address an IPv4 or IPv6 literal as the resolver returns it
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast';
  const v6 = parsed as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return isPublicAddress(v6.toIPv4Address().toString());
  const embedded = embeddedIpv4(v6);
  if (embedded !== undefined) return isPublicAddress(embedded);
  return v6.range() === 'unicast';
}

/** The IPv4 address inside a NAT64 (RFC 6052) or 6to4 (RFC 3056) address. */
function embeddedIpv4(address: ipaddr.IPv6): string | undefined {
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === 'rfc6052') return bytes.slice(12, 16).join('.');
  if (range === '6to4') return bytes.slice(2, 6).join('.');
  return undefined;
}

/** Whether a name means this machine without any look-up (RFC 6761 section 6.3). */
export function isLocalName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host);
}

/** Whether the host of an address says itself, before anything is looked up, that it is this machine or in a private network. */
export function isPrivateHost({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '');
  return isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
}
