import { Failure } from '../../contract/errors.ts';

/** The server gives no parts any more: the file has to be begun anew over one connection. */
export class RangesGone extends Failure {
  constructor() {
    super('source-unavailable', { detail: 'the server gives no parts of the file any more' });
  }
}
