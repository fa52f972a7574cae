import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {NoSyscalls} from '../../kernel/no-syscalls.ts';
import {judgeLocks} from '../../rules/inspections/locks.ts';
import {Snapshot} from '../snapshot.ts';
import {readLockCases} from './lock-case.ts';
import {readLocks} from './locks.ts';

const systemd: ImaginedProcess = {pid: 1, ppid: 0, comm: 'systemd', cgroup: '/init.scope'};
const service = {pid: 40, ppid: 1};
const FILE = '1/root/run/systemd/dynamic-uid/62264';

/** What is said of a lock on the only file there is, which is inode 0 of device 0:1. */
async function saidOf(line: string, file: string, processes: ImaginedProcess[]) {
  const locks = {locks: {text: line}};
  const snapshot = new Snapshot(imaginedMachine(processes, undefined, {[file]: {text: '40\n'}, ...locks}));
  const syscalls = new NoSyscalls('ENOSYS');
  const [judged] = judgeLocks(await readLockCases(snapshot, readLocks(snapshot, syscalls), syscalls));
  return {path: judged?.path, by: judged?.parked?.by.pid, rule: judged?.verdict?.rule};
}

const flock = '1: FLOCK  ADVISORY  WRITE 40 00:01:0 0 EOF\n';
const unexplained = {path: null, by: undefined, rule: undefined};

describe('a lock that no descriptor shows', () => {
  it('is kept by systemd, if it is on the file of a dynamic user', async () => {
    const parked = {path: '/run/systemd/dynamic-uid/62264', by: 1, rule: undefined};
    assert.deepEqual(await saidOf(flock, FILE, [systemd, service]), parked);
  });

  it('is not otherwise', async () => {
    for (const [what, line, file, processes] of [
      ['of another kind', flock.replace('FLOCK ', 'OFDLCK').replace('40', '-1'), FILE, [systemd, service]],
      ['on another file', flock.replace('00:01:0', '00:01:7'), FILE, [systemd, service]],
      ['on another device', flock.replace('00:01:0', '00:02:0'), FILE, [systemd, service]],
      ['on a file beside', flock, `${FILE.replace('62264', 'direct:62264')}`, [systemd, service]],
      ['of no init', flock, FILE.replace('1/', '40/'), [systemd, service]],
    ] as const)
      assert.deepEqual(await saidOf(line, file, [...processes]), unexplained, what);
  });
});
