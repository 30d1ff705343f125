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
  const parsed = ipaddr.parse(barestAddress(address));
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast' && parsed.toString() !== azureHost;
  // What IANA has not given out as global (RFC 4291 section 2.4, 2000::/3) may be used within a network.
  return parsed.range() === 'unicast' && parsed.match(globalUnicast);
}

/** An address in the one form it has, the IPv4 address alone where it carries one. @param address a valid literal */
export function barestAddress(address: string): string {
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const v6 = parsed as ipaddr.IPv6;
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address().toString() : (embeddedIpv4(v6) ?? v6.toString());
}

/** Where a virtual machine of Azure finds its host and what that knows of it; no other place in the internet has it. */
const azureHost = '168.63.129.16';
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** The IPv4 address inside a NAT64 (RFC 6052; the prefix of RFC 8215 is for use within a network) or 6to4 (RFC 3056) address. */
function embeddedIpv4(address: ipaddr.IPv6): string | undefined {
  const bytes = address.toByteArray();
  if (address.match(nat64)) return bytes.slice(12, 16).join('.');
  if (address.range() === '6to4') return bytes.slice(2, 6).join('.');
  return undefined;
}

/** Whether a name means this machine without any look-up (RFC 6761 section 6.3). */
export function isLocalName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host);
}

/**
 * Whether a name is one that only a network of its own knows (RFC 6762 with its appendix G, RFC 8375, the `.internal` that ICANN keeps
 * free): without a dot, or below a name that the internet does not have.
 */
export function isInnerName(host: string): boolean {
  const name = host.replace(/\.$/u, '');
  return !name.includes('.') || innerNames.test(name);
}

const innerNames = /\.(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa)$/iu;

/** Whether the host of an address says itself, before anything is looked up, that it is this machine or in a private network. */
export function isPrivateHost({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '');
  return isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
}
