import type { ServeOptions } from '../index.ts';
import type { Operation } from '../operation.ts';

export function eventOperations(_options: ServeOptions): readonly Operation[] {
  return [];
}
