/** Holds what a start needs and what an answer leaves, which the benchmark would only show as time. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {parseMountTable} from '../../src/kernel/mount-table.ts';
import {type Output, run} from '../support/procdoc.ts';

declare const PROJECT_ROOT: string;

interface Needs {
  /** Modules of Node's own that were loaded for it, by their names in process.moduleLoadList. */
  readonly loaded: readonly string[];
  /** What would keep the process alive after the answer, as process.getActiveResourcesInfo() has it. */
  readonly left: readonly string[];
}

function runOnce(...words: string[]): Promise<Output> {
  return run([process.execPath, path.join(PROJECT_ROOT, 'test/support/one-answer.js'), ...words]);
}

async function needsOf(...words: string[]): Promise<Needs> {
  const {stderr} = await runOnce(...words);
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
}

/** What takes Node some milliseconds to load. */
const SLOW = /^NativeModule (?:child_process|net|readline|stream|tty|worker_threads)$/;
/** What it takes to have files looked at by a process that may wait in vain. */
const FOR_A_HELPER = /^NativeModule (?:child_process|net|stream)$/;

/** Whether a process has a file system mounted that a server answers for: FUSE, NFS and their like. */
function isAnyServed(): boolean {
  return readdirSync('/proc').some(name => {
    try {
      const table = parseMountTable(readFileSync(`/proc/${Number(name)}/mountinfo`));
      return table.some(({answeredBy}) => answeredBy === 'server');
    } catch {
      return false;
    }
  });
}

/** Whether the machine has so many tasks that flags of V8 are set, by a module of Node that loads streams. */
function hasManyTasks(): boolean {
  return Number(readFileSync('/proc/loadavg', 'latin1').match(/\/(\d+)/)?.[1]) >= 1000;
}

describe('a start', () => {
  for (const words of [
    ['decode-status', '137'],
    ['zombies'],
    ['tree', `${process.pid}`],
    ['--version'],
    ['why', '-h'],
  ])
    it(`of ${words.join(' ').replace(/\d{4,}/, 'PID')} loads no networking, streams, terminals or child processes of Node`, async () => {
      const [wasServed, hadManyTasks] = [isAnyServed(), hasManyTasks()];
      const {loaded} = await needsOf(...words);
      const mayAskHelper = words[0] === 'zombies' && (wasServed || isAnyServed());
      const maySetFlags = ['zombies', 'tree'].includes(words[0] ?? '') && (hadManyTasks || hasManyTasks());
      const isAllowed = (name: string) =>
        (mayAskHelper && FOR_A_HELPER.test(name)) || (maySetFlags && name === 'NativeModule stream');
      assert.deepEqual(
        loaded.filter(name => SLOW.test(name) && !isAllowed(name)),
        [],
      );
    });
});

describe('an answer', () => {
  const own = `${process.pid}`;
  for (const words of [
    ['check', '--scope', own],
    ['completion', 'bash'],
    ['decode-status', '137'],
    ['diagnose', own, '--settle', '0.1s'],
    ['explain', 'zombies/parent-never-waits'],
    ['holders', path.join(PROJECT_ROOT, 'package.json')],
    ['inherited-fds', own],
    ['locks', path.join(PROJECT_ROOT, 'package.json')],
    ['orphans'],
    ['reap', own],
    ['record', own, '-o', '/dev/null'],
    ['report', own, '--settle', '0.1s', '-o', '/dev/null'],
    ['scripts'],
    ['schema', 'zombies'],
    ['sigchld', own],
    ['signals', own],
    ['tree', own],
    ['watch', own, '--duration', '0.1s'],
    ['why', own],
    ['zombies', '--settle', '0.1s'],
    ['zombies', '--parent', '4194305'],
  ])
    it(`of ${words[0]} leaves no timer and no handle behind`, async () => {
      const {left} = await needsOf(...words);
      assert.deepEqual(left, []);
    });
});
