import type { TransferOptions } from '../../contract/transfer.ts';
import { checkHost } from '../net/reach.ts';

/**
 * Refuses a link at once that says itself that it leads to this computer or a private network, where only public addresses may be
 * reached. Where a name leads is found out when it is connected to.
 * @throws Failure `private-address`
 */
export function requirePublic(link: string, { publicOnly }: Pick<TransferOptions, 'publicOnly'>): void {
  if (publicOnly === true) checkHost(new URL(link).hostname.replace(/^\[|\]$/gu, ''), 'public');
}
