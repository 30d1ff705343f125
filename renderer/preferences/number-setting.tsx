import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormats } from '../client/client-context.tsx';

interface NumberSettingProps {
  readonly id: string;
  readonly hintId: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** digits behind the point */
  readonly decimals?: number;
  readonly suffix?: string;
  readonly autoFocus?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A number that takes effect on Enter, on leaving the field, or by its arrows; never halfway through typing. */
export function NumberSetting(props: NumberSettingProps) {
  const { value, min, max, onCommit } = props;
  const formats = useFormats();
  const [typed, setTyped] = useState<number | string>(value);
  useEffect(() => setTyped(value), [value]);
  const commit = () => {
    if (typeof typed !== 'number' || !Number.isFinite(typed)) {
      setTyped(value);
      return;
    }
    const bounded = Math.min(max, Math.max(min, typed));
    setTyped(bounded);
    if (bounded !== value) onCommit(bounded);
  };
  return (
    <NumberInput
      id={props.id}
      aria-describedby={props.hintId}
      value={typed}
      min={min}
      max={max}
      step={props.step ?? 1}
      allowNegative={false}
      allowDecimal={props.decimals !== undefined}
      decimalScale={props.decimals ?? 0}
      decimalSeparator={decimalMark(formats.locale)}
      suffix={props.suffix ?? ''}
      data-autofocus={props.autoFocus || undefined}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}

function decimalMark(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.';
}
