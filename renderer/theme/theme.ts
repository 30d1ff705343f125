import { ActionIcon, Button, createTheme, Modal } from '@mantine/core';

/**
 * Behaviour that all parts of the window share. Colours and fonts stand in theme.css and not here: Mantine would write them
 * into a style element at run time, which the content security policy does not allow. `lockScroll` is off for the same
 * reason; the page itself never scrolls anyway.
 */
export const theme = createTheme({
  respectReducedMotion: true,
  cursorType: 'default',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    }),
  },
});
