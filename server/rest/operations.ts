import type { Operation } from '../operation/operation.ts';
import type { ServeOptions } from '../serve-options.ts';
import { addOneOperation } from './add-one.ts';
import { callOperations } from './calls.ts';
import { oldOperations } from './old-calls.ts';

/** All calls of the engine, the same for a single task, and the calls of the service that came before. */
export function restOperations({ engine }: ServeOptions): readonly Operation[] {
  return [addOneOperation(engine), ...callOperations(engine), ...oldOperations(engine)];
}
