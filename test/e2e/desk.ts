import type { Running } from './launch.ts';

/** What the platform was asked for, in order: `open PATH` or `reveal PATH`. */
export interface Desk {
  asked(): Promise<readonly string[]>;
  /** has the platform find no program from now on, or find one again */
  findsProgram(finds: boolean): Promise<void>;
  /** has the folder dialog answer with this path from now on, or with nothing chosen */
  chooses(path: string | null): Promise<void>;
}

/** Takes the place of the platform's programs and dialogs in the main process: what happens up to them is real. */
export async function standIn({ app }: Running): Promise<Desk> {
  const desk = await app.evaluateHandle(({ shell, dialog }) => {
    const state = { asked: [] as string[], problem: '', chosen: [] as string[] };
    shell.openPath = async (path) => {
      state.asked.push(`open ${path}`);
      return state.problem;
    };
    shell.showItemInFolder = (path) => void state.asked.push(`reveal ${path}`);
    dialog.showOpenDialog = async () => ({ canceled: state.chosen.length === 0, filePaths: state.chosen });
    return state;
  });
  return {
    asked: () => desk.evaluate((state) => state.asked.splice(0)),
    findsProgram: (finds) =>
      desk.evaluate((state, problem) => void Object.assign(state, { problem }), finds ? '' : 'none'),
    chooses: (path) =>
      desk.evaluate((state, chosen) => void Object.assign(state, { chosen }), path === null ? [] : [path]),
  };
}
