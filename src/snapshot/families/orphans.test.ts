import assert from 'node:assert/strict';
import {describe, it, mock} from 'node:test';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {Snapshot} from '../snapshot.ts';
import type {OrphanSign} from './orphan-signs.ts';
import type {Orphanhood} from './orphanhood.ts';
import {readOrphanhoods, readOrphans} from './orphans.ts';

const systemd: ImaginedProcess = {pid: 1, ppid: 0, comm: 'systemd', cgroup: '/init.scope'};
const plainInit: ImaginedProcess = {pid: 1, ppid: 0, comm: 'init'};

/** The orphans among these, as "pid certainty". */
async function orphansAmong(processes: ImaginedProcess[], subreapers?: number[]): Promise<string[]> {
  const {orphans} = await readOrphans(new Snapshot(imaginedMachine(processes, subreapers)));
  return orphans.map(({process, orphanhood}) => `${process.pid} ${orphanhood.certainty}`);
}

async function undecidedAmong(processes: ImaginedProcess[]): Promise<number> {
  const {sessionLeadersOfInit} = await readOrphans(new Snapshot(imaginedMachine(processes)));
  return sessionLeadersOfInit;
}

/** What shows that the only orphan among these is one. */
async function orphanhoodAmong(processes: ImaginedProcess[]): Promise<Orphanhood> {
  const {orphans} = await readOrphans(new Snapshot(imaginedMachine(processes)));
  const [orphan, ...more] = orphans;
  assert.ok(orphan && more.length === 0);
  return orphan.orphanhood;
}

async function signAmong(processes: ImaginedProcess[]): Promise<OrphanSign> {
  const [sign, ...more] = (await orphanhoodAmong(processes)).signs;
  assert.ok(sign && more.length === 0);
  return sign;
}

describe('a child of PID 1 is an orphan', () => {
  it('likely, if the leader of its session has exited, is a zombie, or its pid was reused', async () => {
    const left = {pid: 70, ppid: 1, sid: 60, pgid: 60};
    assert.deepEqual(await orphansAmong([plainInit, left]), ['70 likely']);
    assert.deepEqual(await orphansAmong([plainInit, left, {pid: 60, ppid: 1, state: 'Z'}]), ['70 likely']);
    const reused = {pid: 60, ppid: 1, startTicks: 900};
    assert.deepEqual(await orphansAmong([plainInit, left, reused]), ['70 likely']);
    const gone = [];
    for (const others of [[], [{pid: 60, ppid: 1, state: 'Z' as const}], [reused]]) {
      const sign = await signAmong([plainInit, left, ...others]);
      assert.ok(sign.kind === 'session-leader-gone' && sign.id === 60);
      gone.push(sign.gone.kind);
    }
    assert.deepEqual(gone, ['no-such-process', 'zombie', 'pid-reused']);
  });

  it('for certain, if its session is younger than PID 1 and led by another process', async () => {
    const left = {pid: 70, ppid: 1, sid: 60, pgid: 60};
    assert.deepEqual(await orphansAmong([plainInit, left, {pid: 60, ppid: 1}]), ['70 proven']);
    const sign = await signAmong([plainInit, left, {pid: 60, ppid: 1}]);
    assert.ok(sign.kind === 'session-of-another');
    assert.deepEqual([sign.leader.pid, sign.startedAfterParent], [60, true]);
  });

  it('likely, if it is in the session of PID 1 and the leader of its group has exited', async () => {
    assert.deepEqual(await orphansAmong([plainInit, {pid: 70, ppid: 1, sid: 1, pgid: 60}]), ['70 likely']);
  });

  it('not, if it leads its session', async () => {
    assert.deepEqual(await orphansAmong([plainInit, {pid: 70, ppid: 1}]), []);
  });

  it('not, if it is in the session and group of PID 1', async () => {
    assert.deepEqual(await orphansAmong([plainInit, {pid: 70, ppid: 1, sid: 1, pgid: 1}]), []);
  });

  it('not, if it is a zombie: that has exited', async () => {
    assert.deepEqual(await orphansAmong([plainInit, {pid: 70, ppid: 1, sid: 60, pgid: 60, state: 'Z'}]), []);
  });

  it('not by its group, if a shell that is PID 1 leads it by a command of the same pipeline', async () => {
    const rest = {pid: 70, ppid: 1, sid: 1, pgid: 60, terminal: 34_816};
    assert.deepEqual(await orphansAmong([{...plainInit, terminal: 34_816}, rest]), []);
  });
});

describe('a session leader under PID 1 without a sign of another parent', () => {
  it('may be a daemon of init, or an orphan: it is only counted', async () => {
    const [leader, another] = [
      {pid: 70, ppid: 1},
      {pid: 80, ppid: 1},
    ];
    assert.equal(await undecidedAmong([plainInit, leader, another]), 2);
  });

  it('is not counted as a zombie, under another parent, or in the session of another', async () => {
    assert.equal(await undecidedAmong([plainInit, {pid: 70, ppid: 1, state: 'Z'}]), 0);
    assert.equal(await undecidedAmong([plainInit, {pid: 70, ppid: 1, sid: 1, pgid: 1}]), 0);
    assert.equal(
      await undecidedAmong([plainInit, {pid: 30, ppid: 1, sid: 1, pgid: 1}, {pid: 70, ppid: 30}]),
      0,
    );
  });

  it('is not counted if systemd started it as the main process of a service, or it is an orphan', async () => {
    const cgroup = '/system.slice/nginx.service';
    const main = {pid: 50, ppid: 1, comm: 'nginx', cgroup};
    assert.equal(await undecidedAmong([systemd, main, {pid: 61, ppid: 1, cgroup}]), 0);
  });
});

describe('under systemd', () => {
  const cgroup = '/system.slice/nginx.service';
  const main = {pid: 50, ppid: 1, comm: 'nginx', cgroup};

  it('the main process of a service is not an orphan, however it came about', async () => {
    assert.deepEqual(await orphansAmong([systemd, main]), []);
    assert.deepEqual(await orphansAmong([systemd, {...main, sid: 49, pgid: 49}]), []);
  });

  it('the other children of systemd in a service are, session leaders and those older than the main process too', async () => {
    const worker = {pid: 60, ppid: 1, sid: 40, pgid: 40, cgroup};
    const leader = {pid: 61, ppid: 1, cgroup};
    const older = {pid: 41, ppid: 1, sid: 40, pgid: 40, cgroup};
    assert.deepEqual(
      await orphansAmong([systemd, main, worker, leader, older]),
      ['60 likely', '61 likely', '41 likely'].sort(),
    );
    const sign = await signAmong([systemd, main, leader]);
    assert.ok(sign.kind === 'in-unit');
    assert.deepEqual([sign.unit.name, sign.main?.pid], ['nginx.service', 50]);
  });

  it('a session leader in the scope of a login is an orphan: systemd starts nothing there', async () => {
    const left = {pid: 60, ppid: 1, cgroup: '/user.slice/user-7.slice/session-3.scope', uid: 7};
    const sign = await signAmong([systemd, left]);
    assert.ok(sign.kind === 'in-unit');
    assert.deepEqual([sign.unit.name, sign.main], ['session-3.scope', undefined]);
  });

  it('a login that opened a session for a user is not an orphan, though it was moved into the scope', async () => {
    const login = {pid: 60, ppid: 1, comm: 'login', cgroup: '/user.slice/user-7.slice/session-1.scope'};
    assert.deepEqual(await orphansAmong([systemd, login]), []);
  });

  it("a user's manager adopts too, and starts services", async () => {
    const folder = '/user.slice/user-1.slice/user@1.service';
    const manager = {pid: 30, ppid: 1, comm: 'systemd', cgroup: `${folder}/init.scope`};
    const service = {pid: 60, ppid: 30, cgroup: `${folder}/app.slice/editor.service`};
    const left = {pid: 70, ppid: 30, sid: 65, pgid: 65, cgroup: `${folder}/app.slice/editor.service`};
    assert.deepEqual(await orphansAmong([systemd, manager, service, left]), ['70 likely']);
  });
});

describe('a child of another than PID 1', () => {
  const parent = {pid: 30, ppid: 1};

  it('is an orphan, if that is a subreaper and the leader of its group has exited', async () => {
    const left = {pid: 70, ppid: 30, sid: 30, pgid: 60};
    assert.deepEqual(await orphansAmong([plainInit, parent, left], [30]), ['70 likely']);
    assert.deepEqual(await orphansAmong([plainInit, parent, left], []), []);
    assert.deepEqual(await orphansAmong([plainInit, parent, left]), []);
  });

  it('is an orphan by its session even where it is unknown whether that is a subreaper', async () => {
    const left = {pid: 70, ppid: 30, sid: 60, pgid: 60};
    const family = [plainInit, parent, left, {pid: 60, ppid: 30}];
    assert.deepEqual(await orphansAmong(family), ['70 likely']);
    assert.equal((await orphanhoodAmong(family)).adopter, 'unknown');
    assert.deepEqual(await orphansAmong([plainInit, parent, left], []), []);
  });

  it('is not an orphan in the session that its parent left after it had forked', async () => {
    const child = {pid: 70, ppid: 30, sid: 20, pgid: 20};
    assert.deepEqual(
      await orphansAmong([plainInit, {pid: 20, ppid: 1}, {...parent, ppid: 20}, child], [30]),
      [],
    );
  });
});

describe('the system calls', () => {
  /** Whether they are opened to find the orphans among these. */
  async function areOpened(...processes: ImaginedProcess[]): Promise<boolean> {
    const machine = imaginedMachine([systemd, ...processes], []);
    const opened = mock.method(machine, 'syscalls').mock;
    const snapshot = new Snapshot(machine);
    await readOrphanhoods(snapshot, snapshot.processes());
    return opened.callCount() > 0;
  }
  const parent: ImaginedProcess = {pid: 30, ppid: 1};
  const left: ImaginedProcess = {pid: 70, ppid: 30, sid: 60, pgid: 60};

  it('are opened for a process that looks like an orphan of one that may be a subreaper', async () => {
    assert.equal(await areOpened(parent, left), true);
  });

  it('are not opened for what PID 1 adopted, for a zombie, and for what looks like its parent’s own child', async () => {
    assert.equal(await areOpened({...left, ppid: 1}), false);
    assert.equal(await areOpened(parent, {...left, state: 'Z'}), false);
    assert.equal(await areOpened(parent, {...left, sid: 30, pgid: 30}), false);
  });
});
