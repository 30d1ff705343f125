import { z } from 'zod';
import { fieldName, fieldValue } from './header-lines.ts';

/** Bytes a second; `null` means no limit. */
export const rate = z.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable();

/** How many connections one file may use; `null` lets the engine grow them while throughput grows. */
export const connections = z.number().int().min(1).max(32).nullable();

/** `algorithm:hex`, as in `sha256:9f86d0…`. */
export const checksum = z
  .string()
  .trim()
  .transform((text) => text.toLowerCase())
  .pipe(
    z.union([
      z.string().regex(/^sha256:[0-9a-f]{64}$/),
      z.string().regex(/^sha512:[0-9a-f]{128}$/),
      z.string().regex(/^sha384:[0-9a-f]{96}$/),
      z.string().regex(/^sha1:[0-9a-f]{40}$/),
      z.string().regex(/^md5:[0-9a-f]{32}$/),
    ]),
  );

const header = z.object({ name: z.string().regex(fieldName), value: z.string().regex(fieldValue) });
export type Header = z.infer<typeof header>;

/** What a user may ask of one transfer. Everything here is input: what holds a secret is kept sealed and never shown again. */
export const transferOptions = z.object({
  connections: connections.optional(),
  limitRate: rate.optional(),
  checksum: checksum.optional(),
  headers: z.array(header).max(100).optional(),
  /** the content of a Netscape cookie file */
  cookies: z.string().max(4_000_000).optional(),
  /** `http://`, `https://` or `socks5://` with optional user and password, or `direct` */
  proxy: z.string().max(2000).optional(),
  /**
   * refuses this computer and private networks, checked on the very address that is connected to, also for the link itself and for a
   * proxy given here; without it they are refused only where the link does not lead there
   */
  publicOnly: z.boolean().optional(),
});
export type TransferOptions = z.infer<typeof transferOptions>;
