import { type ErrorCode, errorHelp, Failure } from '../../contract/errors.ts';

/**
 * The status each failure is answered with. 4xx is what the one who asks can change, 422 among them what is wrong with the link itself;
 * 502 to 504 is what lies with the server behind the link, and may pass.
 */
export const statusOf = {
  'invalid-input': 400,
  unsupported: 422,
  'no-stream': 422,
  'finished-file': 422,
  'several-streams': 422,
  'no-sound': 422,
  'not-found': 422,
  forbidden: 422,
  // 401 would ask for the token of the API
  'auth-required': 422,
  'not-live': 422,
  missed: 409,
  'video-private': 422,
  'video-removed': 422,
  'members-only': 422,
  'age-limit': 422,
  region: 422,
  'bot-check': 422,
  premiere: 422,
  'no-format': 422,
  'needs-yt-dlp': 422,
  'is-list': 422,
  'tool-outdated': 503,
  protected: 422,
  'source-changed': 409,
  'source-unavailable': 502,
  network: 502,
  tls: 502,
  // 429 would speak of requests to the API
  'rate-limited': 503,
  timeout: 504,
  'disk-full': 507,
  permission: 409,
  'folder-missing': 409,
  'file-missing': 410,
  'name-collision': 409,
  'checksum-mismatch': 422,
  'corrupt-media': 422,
  'extractor-outdated': 502,
  'tool-missing': 503,
  'no-such-task': 404,
  conflict: 409,
  'already-running': 503,
  'newer-data': 503,
  'sign-in': 401,
  'not-from-here': 403,
  'no-such-place': 404,
  'wrong-method': 405,
  'wrong-type': 415,
  'too-large': 413,
  'too-many-requests': 429,
  'key-reused': 422,
  'outside-folder': 403,
  'local-only': 403,
  'private-address': 403,
  'address-in-use': 500,
  canceled: 409,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

export const problemType = 'application/problem+json';

/** A failure as RFC 9457 has it: `type` is a name and no address, `title` the sentence for a person. */
export interface Problem {
  readonly type: `urn:sluice:problem:${ErrorCode}`;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  /** the technical part, never a secret */
  readonly detail?: string;
  /** of a `conflict`: the task that is there already */
  readonly duplicateOf?: string;
}

/** A refusal that says more than its code. */
export class Refusal extends Failure {
  readonly headers: Readonly<Record<string, string>>;
  readonly more: Pick<Problem, 'duplicateOf'>;

  constructor(
    code: ErrorCode,
    { detail, headers = {}, ...more }: { detail?: string; headers?: Record<string, string>; duplicateOf?: string } = {},
  ) {
    super(code, detail === undefined ? {} : { detail });
    this.headers = headers;
    this.more = more;
  }
}

/** How a failure is answered. */
export function problemOf(failure: Failure): { headers: Record<string, string>; body: Problem } {
  const { code, detail, retryAfterMs } = failure;
  const { headers = {}, more = {} } = failure instanceof Refusal ? failure : {};
  return {
    headers: {
      ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
      ...headers,
    },
    body: {
      type: `urn:sluice:problem:${code}`,
      title: errorHelp[code],
      status: statusOf[code],
      code,
      ...(detail === undefined ? {} : { detail }),
      ...more,
    },
  };
}
