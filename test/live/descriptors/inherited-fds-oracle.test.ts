import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {askInheritedFds, holdersOf} from '../../support/live/descriptor-answers.ts';
import {type DescriptorName, equalPairs} from '../../support/live/kcmp-witness.ts';
import {stands} from '../../support/live/stands.ts';
import {parentOf} from '../../support/proc-witness.ts';

/**
 * That `inherited-fds` says of each process of a family, as far as the family goes, what kcmp(2) says of every two of
 * their descriptors, from both sides: all that is equal, and nothing else.
 */
async function assertAgreesWithKernel(family: readonly number[]): Promise<void> {
  const names = family.flatMap(descriptorsOf);
  const byKernel = equalPairs(names).flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]);
  const byProcdoc: string[] = [];
  for (const pid of family) {
    const {descriptors} = await askInheritedFds(pid, '--all');
    assert.deepEqual(
      descriptors.map(({fd}) => `${pid}/${fd}`),
      descriptorsOf(pid),
    );
    for (const descriptor of descriptors)
      byProcdoc.push(...holdersOf(descriptor).map(holder => `${pid}/${descriptor.fd} ${holder}`));
  }
  const inFamily = byProcdoc.filter(pair => family.some(pid => pair.includes(` ${pid}/`)));
  assert.ok(byKernel.length > 0);
  assert.deepEqual(inFamily.sort(), byKernel.sort());
}

function descriptorsOf(pid: number): DescriptorName[] {
  const fds = readdirSync(`/proc/${pid}/fd`).map(Number);
  return fds.sort((a, b) => a - b).map(fd => `${pid}/${fd}` as const);
}

test('descriptors of every kind, and duplicates of one', () =>
  stands('descriptor-kinds.c', [], subject =>
    assertAgreesWithKernel([subject.number('parent'), subject.number('child')]),
  ));

for (const mode of ['fork', 'sharing']) {
  test(`one file opened twice and duplicated, after ${mode}`, () =>
    stands('descriptions.c', [mode], subject =>
      assertAgreesWithKernel([subject.number('parent'), subject.number('child')]),
    ));
}

for (const mode of ['fork', 'two-opens']) {
  test(`one file read in turn, after ${mode}`, () =>
    stands('shared-offset.c', [mode], subject =>
      assertAgreesWithKernel([subject.number('parent'), subject.number('child')]),
    ));
}

test('both ends of a pipe, in a reader, a child that inherited the write end, and their parent', () =>
  stands('pipe-heir.c', [], subject =>
    assertAgreesWithKernel([subject.pid, subject.number('reader'), subject.number('heir')]),
  ));

test('a listener, in a server and its workers', () =>
  stands('prefork-server.c', [], subject =>
    assertAgreesWithKernel([subject.pid, ...subject.pids('workers')]),
  ));

test('lock and listener, in a client, a shell and a daemon', () =>
  withClientAndDaemon('in-shell', ({client, daemon}) =>
    assertAgreesWithKernel([client.pid, parentOf(daemon.pid), daemon.pid]),
  ));
