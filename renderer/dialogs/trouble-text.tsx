import type { ErrorBody } from '../../contract/errors.ts';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';

/** An error to be read: the sentence, and below it the technical part where there is more to say. */
export function TroubleText({ error }: { error: ErrorBody }) {
  const client = useClient();
  return (
    <p>
      {client.explain(error)}
      {error.detail !== undefined && <code>{honest(error.detail)}</code>}
    </p>
  );
}
