import ipaddr from 'ipaddr.js';

/** What an address counts as when it is counted: an IPv6 network of one owner (/64) is one. */
export function countedAs(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toByteArray().slice(0, 8).join('.')}/64`;
}
