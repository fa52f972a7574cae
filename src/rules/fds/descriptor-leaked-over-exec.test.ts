import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comm, statField} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings} from '../../../test/support/recorded/verdicts.ts';
import {DescriptorScene} from '../../snapshot/inheritance/descriptor-scene.ts';
import {readLeakingStart} from '../../snapshot/inheritance/exec-leaks.ts';
import type {Finding} from '../finding.ts';
import {Scope} from '../scope.ts';
import {descriptorLeakedOverExec} from './descriptor-leaked-over-exec.ts';

const recorded = scene('leaks-over-exec');
const [parent, child] = [recorded.number('parent'), recorded.number('child')];
const [listener = 0, pipe = 0, eventfd = 0, locked = 0] = recorded.numbers('fds');
const deeper = scene('leaks-deeper');

test('a program inherited a listener, a pipe, an eventfd and a locked file of its parent', async () => {
  const [finding, ...others] = await findings(recorded);
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'likely');
  assert.deepEqual(fdsIn(finding), recorded.numbers('fds'));
  assert.match(finding.why, new RegExp(`fd ${listener} \\(listener at 127\\.0\\.0\\.1:\\d+\\)`));
  assert.ok('pid' in finding.subject && finding.subject.pid === child);
  assert.equal(finding.cause, `descriptors of ${parent}`);
  const [evidence] = finding.evidence;
  assert.equal(evidence?.file, `/proc/${child}/fd/${listener}`);
  assert.match(evidence?.says ?? '', new RegExp(`/proc/${parent}/fd/${listener} \\(kcmp\\)`));
});

test('what the parent closes on exec was passed on on purpose', async () => {
  const twin = recorded.with(`${parent}/fdinfo/${eventfd}`, text =>
    text.replace(/^flags:.*$/m, 'flags:\t02000002'),
  );
  assert.deepEqual(await leakedIn(twin), [listener, pipe, locked]);
});

test('a locked file leaks; without the lock and open for reading it blocks nobody', async () => {
  const file = new RegExp(`^\\d+/fdinfo/${locked}$`);
  const read = recorded.with(file, text =>
    text.replace(/^flags:.*$/m, 'flags:\t0').replace(/^lock:.*\n/m, ''),
  );
  assert.deepEqual(await leakedIn(read), [listener, pipe, eventfd]);
});

test('a child that has not called execve(2) shares by design', async () => {
  assert.deepEqual(await findings(recorded.with(`${child}/stat`, statField(9, 0x40))), []);
});

test('what a shell redirected, its script means', async () => {
  const byZsh = recorded.with(`${parent}/stat`, comm('zsh')).withLinks(`${parent}/exe`, () => '/usr/bin/zsh');
  assert.deepEqual(await findings(byZsh), []);
});

test('a program knows of a descriptor whose number is on its command line', async () => {
  const named = recorded.with(
    `${child}/cmdline`,
    () => `cat\0--fd=${eventfd}\0/dev/fd/${pipe}\0-${listener}\0`,
  );
  assert.deepEqual(await leakedIn(named), [listener, locked]);
});

test('without kcmp a socket is proven by its inode, an eventfd by its id, a lock by itself', async () => {
  const [finding] = await findings(recorded.withoutPrivilege());
  for (const proof of ['socket-inode', 'eventfd-id', 'lock'])
    assert.ok(
      finding?.evidence.some(({says}) => says?.includes(`(${proof})`)),
      proof,
    );
});

test('a leak is reported of the first program that has it, and of a deeper one only if that alone is asked about', async () => {
  const [first, ...others] = await findings(deeper);
  const shell = deeper.number('child');
  assert.ok(first && 'pid' in first.subject && first.subject.pid === shell && others.length === 0);
  const family = deeper.snapshot().processes();
  const below = family.find(({stat}) => stat.ppid === shell)?.pid ?? assert.fail('it has no child');
  const [second] = await descriptorFindings(deeper, descriptorLeakedOverExec, [below]);
  assert.ok(second && 'pid' in second.subject && second.subject.pid === below);
  assert.equal(second.cause, first.cause);
  assert.match(second.why, new RegExp(`by way of its parent sh \\(${shell}\\)`));
});

test('of descriptors that come from two processes, the second is named with its own', async () => {
  const snapshot = recorded.snapshot();
  const files = (await new Scope(snapshot).openFiles()).byLink;
  const all = new DescriptorScene(snapshot, files, await snapshot.syscalls());
  const [inheritor, supervisor] = [child, recorded.number('supervisor')].map(pid => snapshot.find(pid));
  const start = inheritor && readLeakingStart(all, inheritor, () => false);
  assert.ok(start && supervisor);
  const [first, second, ...more] = start.leaks;
  assert.ok(second);
  const mixed = {...start, leaks: [first, {...second, giver: supervisor}, ...more] as const};
  const why = descriptorLeakedOverExec.check(mixed)?.why ?? '';
  assert.match(
    why,
    new RegExp(`fd ${second.descriptor.fd} \\(pipe:\\[\\d+\\], of supervisor \\(${supervisor.pid}\\)\\)`),
  );
  assert.doesNotMatch(why, new RegExp(`, of \\S+ \\(${parent}\\)\\)`));
});

test("where a program's descriptors can't be read, nothing is said of it", async () => {
  assert.deepEqual(await findings(recorded.withErrno(`${child}/fd`, 'EACCES')), []);
  assert.deepEqual(await findings(recorded.withErrno(new RegExp(`^${child}/fdinfo/`), 'EACCES')), []);
});

function findings(twin: Scene) {
  return descriptorFindings(twin, descriptorLeakedOverExec);
}

async function leakedIn(twin: Scene): Promise<number[]> {
  const [finding] = await findings(twin);
  return finding ? fdsIn(finding) : [];
}

/** The descriptors that a finding has evidence of. */
function fdsIn({evidence}: Finding): number[] {
  return evidence.map(({file}) => Number(file.replace(/^.*\/fd\//, '')));
}
