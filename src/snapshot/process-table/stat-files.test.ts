import assert from 'node:assert/strict';
import {it} from 'node:test';
import {found, type Read, unreadable} from '../../kernel/read.ts';
import {StatFiles} from './stat-files.ts';

const lineOf = (pid: number, state: string) =>
  Buffer.from(`${pid} (x) ${state} 1 ${Array.from({length: 48}, () => 0).join(' ')}\n`);

/** The stats of processes with these states, the numbers of their descriptors, and what was read. */
function filesOf(states: Readonly<Record<number, string>>, counts: Readonly<Record<number, number>>) {
  const read: string[] = [];
  const files = new StatFiles(
    {
      procfs: {openDescriptors: pid => counts[pid]},
      read<T>(path: string, parse: (bytes: Buffer) => T | undefined): Read<T> {
        read.push(path);
        const pid = Number.parseInt(path, 10);
        const state = states[pid];
        const value = state === undefined ? undefined : parse(lineOf(pid, state));
        return value === undefined ? unreadable('ENOENT') : found(value);
      },
    },
    false,
  );
  return {files, read};
}

it('what has a descriptor open lives, and only the stats of others are read', () => {
  const {files, read} = filesOf({1: 'S', 2: 'S', 3: 'Z', 5: 'D'}, {1: 3, 2: 0, 3: 0, 5: 1});
  const lives = [1, 2, 3, 4, 5].map(pid => files.lifeOf(pid));
  assert.deepEqual(lives, ['lives', 'lives', 'exited', undefined, 'lives']);
  assert.deepEqual(read, ['2/stat', '3/stat', '4/stat']);
});

it('next to a process that has exited, the stat is read at once', () => {
  const {files, read} = filesOf({1: 'Z', 2: 'Z', 3: 'S', 4: 'S'}, {1: 0, 2: 0, 3: 1, 4: 1});
  const lives = [1, 2, 3, 4].map(pid => files.lifeOf(pid));
  assert.deepEqual(lives, ['exited', 'exited', 'lives', 'lives']);
  assert.deepEqual(read, ['1/stat', '2/stat', '3/stat']);
});

it('where descriptors are not counted, all stats are read', () => {
  const {files, read} = filesOf({1: 'S', 2: 'Z'}, {});
  assert.deepEqual(
    [1, 2].map(pid => files.lifeOf(pid)),
    ['lives', 'exited'],
  );
  assert.deepEqual(read, ['1/stat', '2/stat']);
});
