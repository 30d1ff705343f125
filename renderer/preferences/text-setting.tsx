import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

interface TextSettingProps {
  readonly id: string;
  readonly hintId: string;
  readonly value: string;
  /** why a text cannot be taken; `null` when it can */
  readonly trouble: (text: string) => string | null;
  readonly onCommit: (value: string) => void;
}

/** A text that takes effect on Enter or on leaving the field, once it is right. */
export function TextSetting({ id, hintId, value, trouble, onCommit }: TextSettingProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const error = trouble(typed.trim());
  const commit = () => {
    const text = typed.trim();
    if (error === null && text !== value) onCommit(text);
  };
  return (
    <TextInput
      id={id}
      aria-describedby={hintId}
      value={typed}
      error={error}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
