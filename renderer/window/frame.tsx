import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { type ReactNode, useLayoutEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Settings } from '../../contract/settings.ts';
import { theme } from '../theme/theme.ts';

interface FrameProps {
  readonly scheme: Settings['theme'];
  /** BCP 47 */
  readonly language: string;
  readonly children: ReactNode;
}

/** Colours and language around everything. Mantine's run-time style elements are off; see theme.ts. */
export function Frame({ scheme, language, children }: FrameProps) {
  const platform = useColorScheme('light', { getInitialValueInEffect: false });
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nProvider locale={language}>
      <MantineProvider
        theme={theme}
        forceColorScheme={scheme === 'system' ? platform : scheme}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        {children}
      </MantineProvider>
    </I18nProvider>
  );
}
