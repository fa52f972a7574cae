/** A memory cgroup of a test's own, of the version that has the memory controller here. */
import {existsSync, mkdirSync, rmdirSync, writeFileSync} from 'node:fs';
import {until} from '../subject.ts';

const versions = [
  {parent: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', count: 'memory.oom_control'},
  {parent: '/sys/fs/cgroup', limit: 'memory.max', count: 'memory.events'},
] as const;

let made = 0;

/** Runs `use` with the folder of a new cgroup with so much memory, and the file that counts its victims; false where none can be made. */
export async function withMemoryCgroup(
  bytes: number,
  use: (folder: string, count: string) => Promise<void>,
): Promise<boolean> {
  const cgroup = makeCgroup(bytes);
  if (cgroup === undefined) return false;
  const {folder, count} = cgroup;
  try {
    await use(folder, count);
  } finally {
    await until('the cgroup can be removed', () => isDone(() => rmdirSync(folder)));
  }
  return true;
}

function makeCgroup(bytes: number): {folder: string; count: string} | undefined {
  for (const {parent, limit, count} of versions) {
    const folder = `${parent}/procdoc-memory-${process.pid}-${made++}`;
    if (!isDone(() => mkdirSync(folder))) continue;
    if (existsSync(`${folder}/${limit}`) && isDone(() => writeFileSync(`${folder}/${limit}`, `${bytes}`)))
      return {folder, count};
    rmdirSync(folder);
  }
  return undefined;
}

function isDone(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
