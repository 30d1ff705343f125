import { useEffect } from 'react';
import { useClient } from '../client/client-context.tsx';
import { takesText } from '../intake/use-paste-anywhere.ts';
import { selectedTasks } from '../tasks/task-store.ts';
import { verbs } from '../tasks/verbs.ts';
import { isPressed, strokes } from './keys.ts';

/** Id of the search field, where Ctrl+F goes. */
export const searchId = 'search';

/** Keys for the selected tasks, wherever the focus is, as long as no dialog or menu is open and nothing is typed. */
export function useShortcuts(): void {
  const client = useClient();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]')) return;
      if (isPressed({ key: 'f', mod: true }, event, client.platform)) {
        event.preventDefault();
        document.getElementById(searchId)?.focus();
        return;
      }
      if (takesText(event.target)) return;
      const { able } = client.tasks.getState();
      for (const verb of verbs) {
        const stroke = strokes[verb];
        if (!stroke || verb === 'copy' || !isPressed(stroke, event, client.platform)) continue;
        // a browser keeps its own keys where there is nothing to do; in the desktop nobody who meant to pause wants to print
        if (client.place.web && !able.has(verb)) continue;
        event.preventDefault();
        event.stopPropagation();
        if (able.has(verb)) client.perform(verb);
      }
    };
    // Ctrl+C comes as an event of its own, also from the menu of the application
    const copy = (event: ClipboardEvent) => {
      if (takesText(event.target) || document.getSelection()?.isCollapsed === false) return;
      const links = selectedTasks(client.tasks.getState()).map((task) => task.url);
      if (links.length === 0 || !event.clipboardData) return;
      event.preventDefault();
      event.clipboardData.setData('text/plain', links.join('\n'));
    };
    // before the list sees the key, since it moves its focus on arrows whatever else is held
    window.addEventListener('keydown', press, { capture: true });
    document.addEventListener('copy', copy);
    return () => {
      window.removeEventListener('keydown', press, { capture: true });
      document.removeEventListener('copy', copy);
    };
  }, [client]);
}
