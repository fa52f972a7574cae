import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {assertSeen, factsOf} from '../../../test/support/facts.ts';
import {type ImaginedProcess, imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {asFiles, family, limits, V2} from '../../../test/support/recorded/imagined-zombies.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {UNRECORDED_LIMITS} from '../../snapshot/gap-names.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import type {Finding} from '../finding.ts';
import {zombieInspection} from '../inspections/zombies.ts';
import {Scope} from '../scope.ts';
import {pidsLimitNear} from './pids-limit-near.ts';

const V1 = {'self/mountinfo': '39 31 0:36 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n'};

interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly processes?: readonly ImaginedProcess[];
  readonly pids?: readonly number[];
  /** Whether the zombies were there at an earlier look. */
  readonly settled?: boolean;
}

async function look({files, processes = family(12), pids, settled = true}: World) {
  const snapshot = new Snapshot(imaginedMachine(processes, undefined, asFiles(files)));
  const before = settled ? await readZombies(snapshot.again()) : undefined;
  const findings = await zombieInspection.inspect(new Scope(snapshot, pids && new Set(pids), before));
  return {snapshot, findings: findings.filter(({rule}) => rule === pidsLimitNear.id)};
}

async function found(world: World): Promise<readonly Finding[]> {
  return (await look(world)).findings;
}

// Each takes two looks, and waits between them.
describe('the limit of tasks', {concurrency: 32}, () => {
  it('zombies that fill a cgroup are reported, with the parent that does not reap them', async () => {
    const [finding, ...more] = await found({files: {...V2, ...limits('/app/worker', '15', 13, 7)}});
    assert.ok(finding && more.length === 0);
    assert.equal(finding.certainty, 'proven');
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.subject, {path: '/sys/fs/cgroup/app/worker'});
    assert.deepEqual(factsOf(finding.evidence), [
      {file: '/sys/fs/cgroup/app/worker/pids.max', field: null, value: '15'},
      {file: '/sys/fs/cgroup/app/worker/pids.current', field: null, value: '13'},
      {file: '/sys/fs/cgroup/app/worker/pids.events', field: 'max', value: '7'},
      {file: '/proc/PID/cgroup', field: null, value: '/sys/fs/cgroup/app/worker'},
    ]);
    assert.match(finding.remedy ?? '', /runner \(100\)/);
    assert.equal(finding.cause, 'zombies of 100');
    assert.equal(finding.more, 'procdoc zombies --parent 100');
  });

  it('in the recording, too, the cgroup of the zombies is reported', async () => {
    const recorded = scene('pids-limit-near');
    const findings = await zombieInspection.inspect(new Scope(recorded.snapshot()));
    const [finding, ...more] = findings.filter(({rule}) => rule === pidsLimitNear.id);
    assert.ok(finding && more.length === 0);
    assert.deepEqual(
      [finding.certainty, finding.cause],
      ['proven', `zombies of ${recorded.number('parent')}`],
    );
  });

  it('the limit of a cgroup above counts too', async () => {
    const files = {...V2, ...limits('/app', '20', 17), ...limits('/app/worker', 'max', 13)};
    assert.deepEqual(
      (await found({files})).map(({subject}) => subject),
      [{path: '/sys/fs/cgroup/app'}],
    );
  });

  it('below four fifths of the limit, or with few zombies among many tasks, there is no warning', async () => {
    const countOf = async (limit: string, tasks: number) =>
      (await found({files: {...V2, ...limits('/app/worker', limit, tasks)}})).length;
    assert.deepEqual(
      await Promise.all([countOf('100', 80), countOf('100', 79), countOf('150', 120), countOf('150', 121)]),
      [1, 0, 1, 0],
    );
  });

  it('zombies that may be reaped the next moment do not count', async () => {
    assert.deepEqual(await found({files: {...V2, ...limits('/app/worker', '15', 13)}, settled: false}), []);
  });

  it('in cgroup v1, which shows zombies at the root, they are taken to be where their parent is: likely', async () => {
    const processes = family(12).map(process => ({...process, cgroup: '/'}));
    const cgroups = Object.fromEntries(
      processes.map(({pid, state}) => [
        `${pid}/cgroup`,
        `8:pids:${state === 'Z' ? '/' : '/app/worker'}\n0::/\n`,
      ]),
    );
    const files = {...V1, ...cgroups, ...limits('/pids/app/worker', '15', 13)};
    const [finding, ...more] = await found({files, processes});
    assert.ok(finding && more.length === 0);
    assert.equal(finding.certainty, 'likely');
    assert.deepEqual(finding.subject, {path: '/sys/fs/cgroup/pids/app/worker'});
    assertSeen(finding.evidence, {
      file: '/proc/PID/cgroup',
      field: null,
      value: '/sys/fs/cgroup/pids/app/worker',
    });
    assert.match(finding.evidence[2]?.says ?? '', /parents/);
  });

  it('a cgroup is found below the one that is mounted, as in a container', async () => {
    const mountinfo = '39 31 0:36 /app /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n';
    const files = {'self/mountinfo': mountinfo, ...limits('/worker', '15', 13)};
    assert.deepEqual(
      (await found({files})).map(({subject}) => subject),
      [{path: '/sys/fs/cgroup/worker'}],
    );
  });

  it('a cgroup that is not mounted, or lies outside of what is, is a gap', async () => {
    const elsewhere = {'self/mountinfo': '39 31 0:36 /x /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n'};
    for (const [files, errno] of [
      [{'self/mountinfo': '22 27 0:21 / /proc rw - proc proc rw\n'}, 'ENODEV'],
      [elsewhere, 'EXDEV'],
    ] as const) {
      const {findings, snapshot} = await look({files: {...files, ...limits('/app/worker', '15', 13)}});
      assert.deepEqual(findings, []);
      assert.deepEqual(
        snapshot.ledger.unreadable.filter(({what}) => what === 'cgroup'),
        [{what: 'cgroup', errno, pids: []}],
      );
    }
  });

  it('a cgroup without a limit is silent', async () => {
    for (const files of [V2, {...V2, ...limits('/app/worker', 'max', 13)}]) {
      const {findings, snapshot} = await look({files});
      assert.deepEqual(findings, []);
      assert.ok(snapshot.ledger.unreadable.every(({what}) => what !== 'cgroup'));
    }
  });

  it('a limit that no kernel would write is a gap', async () => {
    const {findings, snapshot} = await look({files: {...V2, ...limits('/app/worker', '\x1b[31m', 13)}});
    assert.deepEqual(findings, []);
    assert.ok(snapshot.ledger.unreadable.some(({what, errno}) => what === 'cgroup' && errno === 'EBADMSG'));
  });

  it('the machine is full as well: the tighter of pid_max and threads-max counts', async () => {
    const kthreadd: ImaginedProcess = {pid: 2, ppid: 0, comm: 'kthreadd', kernelThread: true};
    const files = {
      ...V2,
      loadavg: '0.05 0.17 1.08 1/90 7990\n',
      'sys/kernel/pid_max': '32768\n',
      'sys/kernel/threads-max': '100\n',
      'sys/kernel/hostname': 'build7\n',
    };
    const [finding, ...more] = await found({files, processes: [kthreadd, ...family(12)]});
    assert.ok(finding && more.length === 0);
    assert.deepEqual(finding.subject, {host: 'build7'});
    assertSeen(
      finding.evidence,
      {file: '/proc/sys/kernel/threads-max', field: null, value: '100'},
      {file: '/proc/loadavg', field: null, value: '90'},
    );
    assert.deepEqual(
      await found({files}),
      [],
      'without the kernel’s threads it is not the outermost namespace',
    );
  });

  it('of some processes only the limits that their zombies count for are reported', async () => {
    const files = {...V2, ...limits('/app/worker', '15', 13)};
    const countOf = async (pid: number) => (await found({files, pids: [pid]})).length;
    assert.deepEqual(await Promise.all([100, 101, 99].map(countOf)), [1, 1, 0]);
  });

  it('a recording without the cgroups of its zombies has that as a gap of its own', async () => {
    const snapshot = scene('pids-limit-near').withErrno('self/mountinfo', 'ENOENT').snapshot();
    const findings = await zombieInspection.inspect(new Scope(snapshot));
    assert.ok(findings.every(({rule}) => rule !== pidsLimitNear.id));
    assert.deepEqual(
      snapshot.ledger.unreadable.filter(({what}) => what.startsWith('cgroup')),
      [{what: UNRECORDED_LIMITS, errno: 'ENODATA', pids: []}],
    );
  });
});
