import type { CallInput, CallOutput, EngineCallName } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import type { Engine } from '../../engine/engine.ts';

/** Asks the engine; what goes wrong is thrown as a `Failure`. */
export async function call<N extends EngineCallName>(
  engine: Engine,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  return unwrap(await engine.call(name, input));
}
