import { honest } from '../format/names.ts';

/** One line of a list of facts. */
export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{honest(value)}</dd>
    </>
  );
}
