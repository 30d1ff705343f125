import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Settings } from '../../contract/settings.ts';
import { type Formats, formatsFor } from '../format/formats.ts';
import type { TaskState } from '../tasks/task-store.ts';
import type { Client } from './client.ts';

interface Around {
  readonly client: Client;
  readonly formats: Formats;
}

const context = createContext<Around | null>(null);

let known: Formats | null = null;

/** The formatters of a locale, built again only when it changes. */
function formatsOf(locale: string): Formats {
  if (known?.locale !== locale) known = formatsFor(locale);
  return known;
}

/** Gives everything inside the client and the formats of a locale. */
export function ClientProvider(props: { client: Client; locale: string; children: ReactNode }) {
  const formats = formatsOf(props.locale);
  return <context.Provider value={{ client: props.client, formats }}>{props.children}</context.Provider>;
}

function useAround(): Around {
  const around = useContext(context);
  if (!around) throw new Error('a component of the window stands outside its ClientProvider');
  return around;
}

export function useClient(): Client {
  return useAround().client;
}

export function useFormats(): Formats {
  return useAround().formats;
}

/** A part of the task store; drawn again only when that part is another. */
export function useTasks<T>(select: (state: TaskState) => T): T {
  return useStore(useClient().tasks, select);
}

export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(useClient().settings, (state) => select(state.settings));
}
