import { NativeSelect } from '@mantine/core';
import { NumberSetting } from './number-setting.tsx';
import styles from './preferences.module.css';

interface OptionalNumberProps {
  readonly id: string;
  readonly labelId: string;
  readonly hintId: string;
  /** words for having no number and for having one */
  readonly none: string;
  readonly some: string;
  readonly value: number | null;
  /** the number to begin with */
  readonly first: number;
  readonly min: number;
  readonly max: number;
  readonly decimals?: number;
  readonly suffix?: string;
  readonly autoFocus?: boolean;
  readonly onCommit: (value: number | null) => void;
}

/** A number that may be left to the program. */
export function OptionalNumber({
  none,
  some,
  value,
  first,
  onCommit,
  autoFocus,
  labelId,
  ...number
}: OptionalNumberProps) {
  return (
    <div className={styles['optional']}>
      <NativeSelect
        id={value === null ? number.id : `${number.id}choice`}
        aria-labelledby={labelId}
        aria-describedby={number.hintId}
        value={value === null ? 'none' : 'some'}
        data={[
          { value: 'none', label: none },
          { value: 'some', label: some },
        ]}
        data-autofocus={(autoFocus && value === null) || undefined}
        onChange={(event) => onCommit(event.currentTarget.value === 'none' ? null : first)}
      />
      {value !== null && <NumberSetting {...number} value={value} autoFocus={autoFocus ?? false} onCommit={onCommit} />}
    </div>
  );
}
