import assert from 'node:assert/strict';
import {test} from 'node:test';
import {recordedMachine} from '../kernel/recorded/recorded-machine.ts';
import {isInnerInit} from './pid-namespace.ts';
import {Snapshot} from './snapshot.ts';

const INITIAL = 'pid:[4026531836]';

/** Whether PID 1 of a procfs is a container's, as procdoc sees it from a namespace, with these pids of its own. */
function isOwnInitInner(namespace: string | undefined, ownPids: string): boolean | undefined {
  const status = (nspids: string) =>
    `|Tgid:\\x091\n|PPid:\\x090\n|Uid:\\x090 0 0 0\n|NSpid:\\x09${nspids}\n` +
    ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(set => `|${set}:\\x090\n`).join('');
  const stat = `|1 (init) S 0 ${'0 '.repeat(48)}`;
  const text = `procdoc recording 1

host
|platform=linux arch=x64 pid=42 uid=0 now=2026-01-01T00:00:00.000Z

file 1/stat
${stat}

file 1/status
${status('1')}
file self/status
${status(ownPids)}${namespace === undefined ? '' : `\nlink self/ns/pid\n>${namespace}\n`}
end
`;
  const snapshot = new Snapshot(recordedMachine(text));
  const init = snapshot.find(1) ?? assert.fail('no PID 1');
  return isInnerInit(snapshot, init);
}

test('the PID 1 of procdoc’s own namespace is the machine’s where that is the initial one', () => {
  assert.equal(isOwnInitInner(INITIAL, '42'), false);
  assert.equal(isOwnInitInner('pid:[4026532201]', '42'), true);
});

test('whose the procfs of other pids is, or where the namespace may not be seen, is unknown', () => {
  assert.equal(isOwnInitInner('pid:[4026532201]', '4711\\x0942'), undefined);
  assert.equal(isOwnInitInner(undefined, '42'), undefined);
});
