import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {NoSyscalls} from '../../kernel/no-syscalls.ts';
import {found, type Read, unreadable} from '../../kernel/read.ts';
import type {DescriptorId} from '../../kernel/syscalls.ts';
import {Descriptor} from '../descriptor.ts';
import {Snapshot} from '../snapshot.ts';
import {holdersAmong} from './holders-among.ts';
import {holdersOf, type OpenFile} from './open-files.ts';

const DESCRIPTIONS = 30;
const PROTECTED = 13;

/** A kcmp(2) by which every description is open several times in each process, and which refuses one of them. */
class Kcmp extends NoSyscalls {
  calls = 0;

  override compareDescriptions(...[a, b]: [DescriptorId, DescriptorId] | []): Read<-1 | 0 | 1> {
    this.calls += 1;
    if (!a || !b || [a.pid, b.pid].includes(PROTECTED)) return unreadable('EPERM');
    const [one = 0, other = 0] = [a.fd, b.fd].map(fd => (fd * 7) % DESCRIPTIONS);
    return found(Math.sign(one - other) as -1 | 0 | 1);
  }
}

const pids = [10, 11, 12, PROTECTED];
const snapshot = new Snapshot(imaginedMachine(pids.map(pid => ({pid, ppid: 1}))));
const target = found('socket:[4242]');

function descriptorsOf(pid: number): Descriptor[] {
  return Array.from({length: 100}, (_, fd) => new Descriptor(snapshot.source, pid, fd, {target}));
}

const own = descriptorsOf(10);
const others: OpenFile[] = pids.slice(1).flatMap(pid => {
  const process = snapshot.find(pid) ?? assert.fail();
  return descriptorsOf(pid).map(descriptor => ({process, descriptor}));
});

const named = (holders: ReturnType<typeof holdersOf>) =>
  holders.map(({process, descriptor, proof}) => `${process.pid}/${descriptor.fd} ${proof}`).sort();

test('of many descriptors those of one description are found without comparing each with each', () => {
  const [kcmp, all] = [new Kcmp('ENOSYS'), new Kcmp('ENOSYS')];
  const among = holdersAmong(own, others, kcmp);
  for (const descriptor of own.slice(0, 3))
    assert.deepEqual(named(among(descriptor)), named(holdersOf(descriptor, others, all)));
  assert.ok(kcmp.calls < 5000, `${kcmp.calls} of ${own.length * others.length} pairs`);
});

test('where the descriptors of the process itself can’t be compared, each is compared with each', () => {
  const [first] = descriptorsOf(PROTECTED);
  assert.ok(first);
  const among = holdersAmong(descriptorsOf(PROTECTED), others, new Kcmp('ENOSYS'));
  assert.deepEqual(named(among(first)), named(holdersOf(first, others, new Kcmp('ENOSYS'))));
});
