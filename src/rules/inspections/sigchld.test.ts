import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comm} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {Scope} from '../scope.ts';
import {sigchldInspection} from './sigchld.ts';

const ignoring = scene('sigchld-ignored');
const program = ignoring.number('program');
const blocking = scene('sigchld-blocked');
const parent = blocking.number('parent');
const attached = scene('client-and-daemon');
const daemon = attached.number('daemon');

async function found(recorded: Scene, pid: number): Promise<string[]> {
  const findings = await sigchldInspection.inspect(new Scope(recorded.snapshot(), new Set([pid])));
  return findings.map(({what}) => what);
}

test('a finding names what its rule is about', async () => {
  const [ignored] = await found(ignoring, program);
  assert.equal(ignored, `signal-action (${program}) ignores SIGCHLD.`);
  const [stuck] = await found(blocking, parent);
  assert.equal(stuck, `blocked (${parent}) has SIGCHLD blocked and pending.`);
  assert.deepEqual(await found(attached, daemon), [
    `python3 (${daemon}) would lose its children's exit statuses.`,
    `python3 (${daemon}) was started with SIGCHLD ignored.`,
  ]);
});

test('a process that blocks SIGCHLD and may be waiting for a child, unseen, is not accused', async () => {
  assert.deepEqual(await found(blocking.withErrno(`${parent}/task/${parent}/syscall`, 'EPERM'), parent), []);
});

test('a program that starts no children may ignore SIGCHLD, one with children may not', async () => {
  const sleep = ignoring.withLinks(`${program}/exe`, () => '/usr/bin/sleep');
  assert.deepEqual(await found(sleep, program), []);
  const client = attached.number('client');
  const execd = attached.withLinks(`${client}/exe`, () => '/usr/bin/sleep');
  assert.equal((await found(execd, client)).length, 1);
  const busybox = ignoring.withLinks(`${program}/exe`, () => '/bin/busybox');
  assert.deepEqual(await found(busybox.with(`${program}/stat`, comm('sleep')), program), []);
  const launcher = ignoring.withLinks(`${program}/exe`, () => '/usr/bin/xargs');
  assert.equal((await found(launcher, program)).length, 1);
});
