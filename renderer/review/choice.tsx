import { NativeSelect } from '@mantine/core';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly among: readonly T[];
  readonly name: (value: T) => string;
  readonly onChange: (value: T) => void;
}

/** One of a few. */
export function Choice<T extends string>({ label, value, among, name, onChange }: ChoiceProps<T>) {
  return (
    <NativeSelect
      label={label}
      size="xs"
      value={value}
      data={among.map((one) => ({ value: one, label: name(one) }))}
      onChange={(event) => {
        const chosen = among.find((one) => one === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
