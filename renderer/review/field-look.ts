import type { TextInputProps } from '@mantine/core';
import styles from './review.module.css';

/** How a field of the dialog looks: small, and what is said about its content stands below. */
export const fieldLook = {
  size: 'xs',
  classNames: { description: styles['reading'] ?? '', error: styles['reading'] ?? '' },
  inputWrapperOrder: ['label', 'input', 'description', 'error'],
  spellCheck: false,
  autoComplete: 'off',
} satisfies TextInputProps;
