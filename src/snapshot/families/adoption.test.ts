import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../snapshot.ts';
import {Adoptions} from './adoption.ts';
import {readOrphanhoods} from './orphans.ts';

const init: ImaginedProcess = {pid: 1, ppid: 0, comm: 'init'};
const shell: ImaginedProcess = {pid: 40, ppid: 1};

/** How process 70 came by its parent, and whether that is known to have started it. */
async function parentageAmong(processes: ImaginedProcess[], subreapers?: number[]) {
  const snapshot = new Snapshot(imaginedMachine([init, ...processes], subreapers));
  const adoptions = new Adoptions(snapshot, await snapshot.syscalls());
  const process = snapshot.find(70);
  assert.ok(process);
  return {adoption: adoptions.of(process), isKnownChild: adoptions.isKnownChild(process)};
}

async function adoptionAmong(processes: ImaginedProcess[], subreapers?: number[]): Promise<string> {
  return (await parentageAmong(processes, subreapers)).adoption;
}

describe('a parent is known to have started a process', () => {
  const isKnown = async (...given: Parameters<typeof parentageAmong>) =>
    (await parentageAmong(...given)).isKnownChild;

  it('if it is known to adopt none', async () => {
    assert.equal(await isKnown([shell, {pid: 70, ppid: 40}], []), true);
    assert.equal(await isKnown([shell, {pid: 70, ppid: 40}], [40]), false);
    assert.equal(await isKnown([shell, {pid: 70, ppid: 40}]), false);
  });

  it('but not if it is PID 1, or can’t be seen, as one outside of the pid namespace', async () => {
    assert.equal(await isKnown([{pid: 70, ppid: 1}], []), false);
    assert.equal(await isKnown([{pid: 70, ppid: 0}], []), false);
    assert.equal(await isKnown([{pid: 70, ppid: 44}], []), false);
  });
});

describe('a process is its parent’s own child', () => {
  // bash -c "timeout 300 reader < <(producer)": bash forks the producer, then execs timeout, which calls setpgid(2).
  const timeout: ImaginedProcess = {pid: 50, ppid: 40, sid: 40, pgid: 50, comm: 'timeout'};
  const producer: ImaginedProcess = {pid: 70, ppid: 50, sid: 40, pgid: 40};

  it('if the parent isn’t a subreaper, whatever group it made for itself since the fork', async () => {
    assert.equal(await adoptionAmong([shell, timeout, producer], []), 'own-child');
  });

  it('if the parent only made a group for itself, and whether it is a subreaper is unknown', async () => {
    assert.equal(await adoptionAmong([shell, timeout, producer]), 'own-child');
  });

  it('if the parent isn’t a subreaper, whatever session it made for itself since the fork', async () => {
    const setsid: ImaginedProcess = {pid: 50, ppid: 1};
    const left: ImaginedProcess = {pid: 70, ppid: 50, sid: 45, pgid: 45};
    assert.equal(await adoptionAmong([setsid, left], []), 'own-child');
    assert.equal(await adoptionAmong([setsid, left]), 'probably-adopted');
  });
});

describe('whether a process was adopted is unclear', () => {
  it('if PID 1 or a subreaper is its parent, and it leads its session', async () => {
    assert.equal(await adoptionAmong([{pid: 70, ppid: 1}]), 'unclear');
    assert.equal(await adoptionAmong([shell, {pid: 70, ppid: 40}], [40]), 'unclear');
    assert.equal(await adoptionAmong([shell, {pid: 70, ppid: 40}], []), 'own-child');
  });

  it('but not of the main process of a service of systemd', async () => {
    const systemd: ImaginedProcess = {pid: 30, ppid: 1, comm: 'systemd', cgroup: '/init.scope'};
    const main: ImaginedProcess = {pid: 70, ppid: 30, cgroup: '/system.slice/a.service'};
    assert.equal(await adoptionAmong([systemd, main]), 'own-child');
    assert.equal(await adoptionAmong([systemd, {...main, pid: 60}, main]), 'probably-adopted');
  });
});

it('an adoption is as certain as `orphans` has it', async () => {
  const left: ImaginedProcess = {pid: 70, ppid: 1, sid: 60, pgid: 60};
  const leader: ImaginedProcess = {pid: 60, ppid: 40};
  const certainties = {
    'own-child': undefined,
    unclear: undefined,
    'probably-adopted': 'likely',
    adopted: 'proven',
  };
  const seen = [];
  for (const processes of [
    [left],
    [shell, left, leader],
    [{...left, sid: 70, pgid: 70}],
    [shell, {...left, ppid: 40}],
  ]) {
    const snapshot = new Snapshot(imaginedMachine([init, ...processes], []));
    const process = snapshot.find(70);
    assert.ok(process);
    const adoption = new Adoptions(snapshot, await snapshot.syscalls()).of(process);
    const orphanhood = (await readOrphanhoods(snapshot, [process])).get(process);
    assert.equal(certainties[adoption], orphanhood?.certainty);
    seen.push(adoption);
  }
  assert.deepEqual(seen, ['probably-adopted', 'adopted', 'unclear', 'own-child']);
});
