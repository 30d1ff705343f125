import { read } from 'read';

export type Answer = 'yes' | 'no' | 'all' | 'none';

const answers: Readonly<Record<string, Answer>> = {
  y: 'yes',
  yes: 'yes',
  n: 'no',
  no: 'no',
  a: 'all',
  all: 'all',
  o: 'none',
  none: 'none',
};

/** Asks on the terminal for one of some letters until it is one; an empty answer means `usual`, Ctrl-C none: `undefined`. */
export async function askChoice<T extends string>(
  question: string,
  letters: readonly T[],
  usual: T,
): Promise<T | undefined> {
  for (;;) {
    const given = await read({ prompt: question, output: process.stderr }).catch(() => undefined);
    if (given === undefined) return undefined;
    const text = given.trim();
    const answer = text === '' ? usual : letters.find((letter) => letter === text);
    if (answer !== undefined) return answer;
  }
}

/** Asks on the terminal until the answer is one; an empty one means no, Ctrl-C no to everything that would follow. */
export async function ask(question: string): Promise<Answer> {
  for (;;) {
    let given: string;
    try {
      given = await read({ prompt: question, output: process.stderr });
    } catch {
      return 'none';
    }
    const text = given.trim().toLowerCase();
    const answer = text === '' ? 'no' : answers[text];
    if (answer !== undefined) return answer;
  }
}
