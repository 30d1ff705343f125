import type { ErrorBody } from '../../contract/errors.ts';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { explanationOf } from '../i18n/explain.ts';

/** An error to be read: the sentence, and below it the technical part where there is more to say. */
export function TroubleText({ error }: { error: ErrorBody }) {
  const client = useClient();
  const { sentence, technical } = explanationOf(error, client.texts);
  return (
    <p>
      {sentence}
      {technical !== null && <code>{honest(technical)}</code>}
    </p>
  );
}
