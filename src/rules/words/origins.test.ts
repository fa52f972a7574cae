import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Holder} from '../../snapshot/descriptors/open-files.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {OriginSign} from '../../snapshot/inheritance/origin.ts';
import {originClause, originEvidence} from './origins.ts';

const locked = scene('lock-of-heir');
const fd = locked.number('fd');
const holder = holderIn(locked.numbers('holders')[0] ?? 0);
const {pid, comm} = holder.process;
const path = orUndefined(holder.descriptor.target()) ?? assert.fail('the descriptor has no link');
const neighbour = {fd: fd + 1, acquirerPid: 4711, isInherited: true};
const link = [`/proc/${pid}/fd/${fd}`, null, path] as const;
const flags = [`/proc/${pid}/fdinfo/${fd}`, 'flags', 'no O_CLOEXEC'] as const;
const gone = seenAt('/proc/4711', null, 'ENOENT');

/** Each sign with the evidence that it comes to, and what its clause names. */
const signs: readonly (readonly [OriginSign, readonly [string, string | null, string], readonly string[]])[] =
  [
    [{kind: 'ancestor-has-it', ancestor: holder}, link, [`${comm} (${pid})`, `fd ${fd}`]],
    [{kind: 'took-the-flock', acquirerPid: 4711, gone}, ['/proc/4711', null, 'ENOENT'], ['took the flock']],
    [
      {kind: 'never-listens', process: holder.process, program: 'sleep'},
      [`/proc/${pid}/exe`, null, 'sleep'],
      ['sleep never calls listen(2)'],
    ],
    [
      {kind: 'forked-siblings', sibling: holder},
      [`/proc/${pid}/stat`, 'flags (9)', 'PF_FORKNOEXEC'],
      [`${comm} (${pid})`, 'kcmp', 'neither'],
    ],
    [{kind: 'older-holder', elder: holder}, link, [`${comm} (${pid})`, 'kcmp', 'older', 'exited']],
    [{kind: 'older-non-ancestor', elder: holder}, link, [`${comm} (${pid})`, 'kcmp', "isn't an ancestor"]],
    [
      {kind: 'runtime-closes-on-exec', eldest: holder, runtime: 'python', neighbour},
      flags,
      [`${comm} (${pid}) fd ${fd}`, 'python', `fd ${fd + 1} was inherited from 4711`],
    ],
    [
      {kind: 'runtime-closes-on-exec', eldest: holder, runtime: 'node', neighbour: null},
      flags,
      ['node', 'its parent has exited'],
    ],
    [
      {kind: 'next-to-inherited', eldest: holder, survivedExec: true, neighbour},
      link,
      ['survived exec', `next to fd ${fd + 1}`, '4711'],
    ],
  ];

for (const [sign, evidence, names] of signs)
  test(`what shows the origin of a descriptor, ${sign.kind}, is named and can be looked at again`, () => {
    const {file, field, value} = originEvidence(sign);
    assert.deepEqual([file, field, value], evidence);
    const clause = originClause(sign);
    for (const name of names) assert.ok(clause.includes(name), `${name} is not in: ${clause}`);
  });

test('that a process has exited shows in its missing folder, or in its state', () => {
  const zombie = {kind: 'took-the-flock', acquirerPid: 7, gone: seenIn(7, 'stat', 'state (3)', 'Z')} as const;
  assert.deepEqual(originEvidence(zombie).says, 'is Z: a zombie');
  assert.deepEqual(originEvidence({...zombie, gone}).says, 'not there');
});

function holderIn(holderPid: number): Holder {
  const process = locked.snapshot().find(holderPid) ?? assert.fail(`process ${holderPid} is not there`);
  const descriptor = orUndefined(process.descriptors())?.find(one => one.fd === fd);
  assert.ok(descriptor, `fd ${fd} of ${holderPid} is not there`);
  return {process, descriptor, certainty: 'proven', proof: 'kcmp'};
}
