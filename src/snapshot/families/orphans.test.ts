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
    const login = {pid: 50, ppid: 1};
    assert.deepEqual(await orphansAmong([plainInit, login, left, {pid: 60, ppid: 50}]), ['70 proven']);
    const sign = await signAmong([plainInit, login, left, {pid: 60, ppid: 50}]);
    assert.ok(sign.kind === 'session-of-another');
    assert.deepEqual([sign.leader.pid, sign.startedAfterParent], [60, true]);
  });

  it('likely, if an older child of PID 1 in its session may have cloned it with CLONE_PARENT, and be alive', async () => {
    const left = {pid: 70, ppid: 1, sid: 60, pgid: 60};
    assert.deepEqual(await orphansAmong([plainInit, left, {pid: 60, ppid: 1}]), ['70 likely']);
    const shell = [
      {pid: 50, ppid: 1},
      {pid: 60, ppid: 50},
    ] as const;
    const other = {pid: 65, ppid: 1, sid: 60, pgid: 60};
    const both = (comm: string, pid = 65) => orphansAmong([plainInit, ...shell, left, {...other, comm, pid}]);
    assert.deepEqual(await both('worker'), ['65 proven', '70 likely']);
    assert.deepEqual(await both('worker', 75), ['70 proven', '75 likely']);
    assert.deepEqual(await both('sleep'), ['65 proven', '70 proven']);
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

describe('what a service left behind is an orphan', () => {
  const cgroup = '/system.slice/web.service';
  const [OLD, NEW] = ['f4e34af5', '61a58bc6'];
  const links = '1/root/run/systemd/units/invocation:';
  const active = (id: string) => ({[`${links}web.service`]: {text: id}, [`${links}x.mount`]: {text: '1'}});
  const environ = (pid: number, execPid: number, id = OLD) => ({
    [`${pid}/environ`]: {text: `A=b\0SYSTEMD_EXEC_PID=${execPid}\0INVOCATION_ID=${id}\0`},
  });
  const left = {pid: 33, ppid: 1, sid: 32, pgid: 32, cgroup};
  const daemon = {pid: 34, ppid: 1, cgroup};
  const inactive = {[`${links}x.mount`]: {text: '1'}};

  const orphansWith = async (processes: ImaginedProcess[], files: Parameters<typeof imaginedMachine>[2]) => {
    const {orphans} = await readOrphans(new Snapshot(imaginedMachine([systemd, ...processes], [], files)));
    return orphans.map(({process, orphanhood: {certainty, signs}}) => {
      const unit = signs.find(({kind}) => kind === 'in-unit');
      const left = unit?.kind === 'in-unit' ? unit.leftOf : undefined;
      const current = left?.kind === 'finished-run' ? left.current : left?.kind;
      return {pid: process.pid, certainty, execPid: left?.execPid, current};
    });
  };

  it('where the service is not active, alone or leading a session of its own', async () => {
    for (const one of [left, daemon])
      assert.deepEqual(await orphansWith([one], {...inactive, ...environ(one.pid, 32)}), [
        {pid: one.pid, certainty: 'likely', execPid: 32, current: null},
      ]);
  });

  it('where the service was started again, and then its new main process is none', async () => {
    const main = {pid: 40, ppid: 1, cgroup};
    const files = {...active(NEW), ...environ(34, 32), ...environ(40, 40, NEW)};
    assert.deepEqual(await orphansWith([daemon, main], files), [
      {pid: 34, certainty: 'likely', execPid: 32, current: NEW},
    ]);
  });

  const unitFile = (...lines: string[]) => ({
    '1/root/etc/systemd/system/web.service': {
      text: ['[Service]', ...lines].join('\n'),
      isLink: false as const,
    },
  });

  it('where the service is active, and only what systemd executed can be its main process', async () => {
    for (const lines of [
      ['Type=oneshot', 'RemainAfterExit=yes'],
      ['ExecStart=x', 'RemainAfterExit=on'],
    ])
      for (const one of [left, daemon])
        assert.deepEqual(
          await orphansWith([one], {...active(OLD), ...environ(one.pid, 32), ...unitFile(...lines)}),
          [{pid: one.pid, certainty: 'likely', execPid: 32, current: 'exited-main'}],
        );
  });

  it('but not where another process may be the main one, or that one still runs', async () => {
    const files = {...active(OLD), ...environ(33, 32)};
    for (const lines of [
      ['Type=forking'],
      ['Type=notify'],
      ['ExecStart=x', 'PIDFile=/run/x'],
      ['BusName=a.b'],
    ])
      assert.deepEqual(await orphansWith([left], {...files, ...unitFile(...lines)}), [], lines.join());
    const main = {pid: 32, ppid: 1, cgroup};
    const {orphans} = await readOrphans(
      new Snapshot(imaginedMachine([systemd, main, left], [], {...files, ...unitFile('Type=oneshot')})),
    );
    const [sign] = orphans.flatMap(({orphanhood: {signs}}) => signs.filter(({kind}) => kind === 'in-unit'));
    assert.ok(sign?.kind === 'in-unit');
    assert.deepEqual([sign.main?.pid, sign.leftOf], [32, undefined]);
  });

  it('by the pids that systemd knows them by', async () => {
    const inside: ImaginedProcess = {...systemd, pid: 7, ppid: 1, nspids: [7, 1]};
    const main = {pid: 40, ppid: 7, cgroup, nspids: [40, 32]};
    const processes = [{pid: 1, ppid: 0, comm: 'init'}, inside, main];
    const folder = '7/root/run/systemd/units/invocation:x.mount';
    const files = {[folder]: {text: '1'}, ...environ(40, 32)};
    const {orphans} = await readOrphans(new Snapshot(imaginedMachine(processes, [], files)));
    assert.deepEqual(orphans, []);
  });

  it('but not where nothing shows that the run is over', async () => {
    for (const [what, one, files] of [
      ['it is active: a daemon of Type=forking', left, {...active(OLD), ...environ(33, 32)}],
      ['its runs can’t be read', left, environ(33, 32)],
      ['its environment can’t be read', left, inactive],
      ['systemd executed it', daemon, {...inactive, ...environ(34, 34)}],
    ] as const)
      assert.deepEqual(await orphansWith([one], files), [], what);
  });

  it('but not below the manager of a user, who keeps no such links there', async () => {
    const root = '/user.slice/user-1000.slice/user@1000.service';
    const manager = {pid: 20, ppid: 1, comm: 'systemd', cgroup: `${root}/init.scope`};
    const one = {...left, ppid: 20, cgroup: `${root}/app.slice/web.service`};
    const files = {'20/root/run/systemd/units/invocation:x.mount': {text: '1'}, ...environ(33, 32)};
    assert.deepEqual(await orphansWith([manager, one], files), []);
  });
});
