import type { ServeOptions } from '../index.ts';
import type { Operation } from '../operation.ts';

export function sessionOperations(_options: ServeOptions): readonly Operation[] {
  return [];
}
