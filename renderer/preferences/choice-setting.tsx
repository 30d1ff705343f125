import { NativeSelect } from '@mantine/core';

interface ChoiceSettingProps<T extends string> {
  readonly id: string;
  readonly hintId: string;
  readonly value: T;
  readonly among: readonly T[];
  readonly name: (value: T) => string;
  readonly onCommit: (value: T) => void;
}

/** One of a few; takes effect at once. */
export function ChoiceSetting<T extends string>(props: ChoiceSettingProps<T>) {
  const { id, hintId, value, among, name, onCommit } = props;
  return (
    <NativeSelect
      id={id}
      aria-describedby={hintId}
      value={value}
      data={among.map((one) => ({ value: one, label: name(one) }))}
      onChange={(event) => {
        const chosen = among.find((one) => one === event.currentTarget.value);
        if (chosen !== undefined) onCommit(chosen);
      }}
    />
  );
}
