import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BrowserWindow, dialog, shell } from 'electron';
import { type CallArguments, type CallOutput, calls, type DesktopCallName } from '../contract/calls.ts';
import { Failure } from '../contract/errors.ts';
import { failure, type Reply, success, unwrap } from '../contract/reply.ts';
import type { Engine } from '../engine/engine.ts';
import type { DesktopApi } from './api/desktop-api.ts';
import type { Leaving } from './leaving/leaving.ts';
import { runsWhenOpened } from './runnable.ts';

type Handlers = { [N in DesktopCallName]: (input: CallArguments<N>) => Promise<CallOutput<N>> };

/** What answers them. */
interface Answering {
  readonly engine: Engine;
  readonly api: DesktopApi;
  readonly leaving: Leaving;
  readonly window: () => BrowserWindow | undefined;
}

/** The calls that only a desktop can answer. Paths come from the engine's records, never from the page. */
export class DesktopCalls {
  readonly #engine: Engine;
  readonly #api: DesktopApi;
  readonly #leaving: Leaving;
  readonly #window: () => BrowserWindow | undefined;
  readonly #handlers: Handlers = {
    'desktop.open': async ({ id, part }) => {
      const path = await this.#fileOf(id, part);
      // A download must not become a program that runs because somebody pressed Enter.
      if (await runsWhenOpened(path)) shell.showItemInFolder(path);
      else await openOrReveal(path);
      return {};
    },
    'desktop.reveal': async ({ id, part = 1 }) => {
      const { task, artifacts } = unwrap(await this.#engine.call('tasks.show', { id }));
      const path = artifacts[part - 1]?.path;
      if (path !== undefined && (await exists(path))) shell.showItemInFolder(path);
      else if (await exists(task.directory)) await openOrReveal(task.directory);
      else throw new Failure('folder-missing', { detail: task.directory });
      return {};
    },
    'desktop.choose-folder': async ({ current }) => {
      const window = this.#window();
      const options: Electron.OpenDialogOptions = {
        properties: ['openDirectory', 'createDirectory'],
        ...(current === undefined ? {} : { defaultPath: current }),
      };
      const answer = window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
      const { canceled, filePaths } = await answer;
      return { path: canceled ? null : (filePaths[0] ?? null) };
    },
    'desktop.api': () => this.#api.state(),
    'desktop.await-leave': () => this.#leaving.asking.next(),
    'desktop.leave': async ({ answer }) => {
      await this.#leaving.answer(answer);
      return {};
    },
  };

  constructor({ engine, api, leaving, window }: Answering) {
    this.#engine = engine;
    this.#api = api;
    this.#leaving = leaving;
    this.#window = window;
  }

  /** Answers one call; parses its input, never rejects. */
  async call<N extends DesktopCallName>(name: N, input: unknown): Promise<Reply<CallOutput<N>>> {
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) return failure(new Failure('invalid-input', { detail: parsed.error.message }));
    try {
      const handle: Handlers[N] = this.#handlers[name];
      return success(await handle(parsed.data as CallArguments<N>));
    } catch (error) {
      return failure(error);
    }
  }

  async #fileOf(id: string, part: number | undefined): Promise<string> {
    const { task, artifacts } = unwrap(await this.#engine.call('tasks.show', { id }));
    if (part === undefined && task.state.name !== 'completed')
      throw new Failure('conflict', { detail: task.state.name });
    const path = artifacts[(part ?? 1) - 1]?.path;
    if (path === undefined) throw new Failure('not-found', { detail: task.name });
    if (!(await exists(path))) throw new Failure('file-missing', { detail: path });
    return path;
  }
}

/** Opens with the program the platform has for it; when there is none, shows where it lies. */
async function openOrReveal(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem === '') return;
  if (!(await exists(dirname(path)))) throw new Failure('folder-missing', { detail: dirname(path) });
  shell.showItemInFolder(path);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
