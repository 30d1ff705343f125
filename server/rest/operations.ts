import type { ServeOptions } from '../index.ts';
import type { Operation } from '../operation.ts';
import { addOneOperation } from './add-one.ts';
import { callOperations } from './calls.ts';

/** All calls of the engine, and the same for a single task. */
export function restOperations({ engine }: ServeOptions): readonly Operation[] {
  return [addOneOperation(engine), ...callOperations(engine)];
}
