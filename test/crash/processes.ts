import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The running children of a process (proc(5)); none when it is gone. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Its children, their children, and so on, whichever of its threads began them. */
export function descendantsOf(pid: number): number[] {
  const byParent = new Map<number, number[]>();
  for (const child of everyProcess()) {
    const parent = parentOf(child);
    if (parent !== undefined) byParent.set(parent, [...(byParent.get(parent) ?? []), child]);
  }
  const below = (parent: number): number[] => (byParent.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ', 1)[0]);
  } catch {
    return undefined;
  }
}

function everyProcess(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The running processes that work in a folder. Children inherit it, so it finds those whose parent is gone as well. */
export function processesIn(folder: string): number[] {
  return everyProcess().filter((pid) => worksIn(pid, folder));
}

/** Whether a process runs; one that is dead but not yet collected by its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the state may hold anything, also brackets.
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    // It has ended meanwhile, or waits for its parent to take note of its end.
    return false;
  }
}
