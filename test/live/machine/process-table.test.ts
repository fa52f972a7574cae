import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {isDeepStrictEqual} from 'node:util';
import {type Machine, openMachine} from '../../../src/kernel/machine/machine.ts';
import type {Look} from '../../../src/kernel/process-table/process-record.ts';
import {unreadable} from '../../../src/kernel/read.ts';
import {parseExecStart} from '../../../src/parse/process/pid-sched.ts';
import {type PidStat, parsePidStat} from '../../../src/parse/process/pid-stat.ts';
import {type PidStatus, parsePidStatus} from '../../../src/parse/process/pid-status.ts';
import {orphansJson} from '../../../src/render/orphans/json.ts';
import {sigchldJson} from '../../../src/render/sigchld/json.ts';
import {plainStyle} from '../../../src/render/style.ts';
import {treeText} from '../../../src/render/tree/text.ts';
import {zombiesJson} from '../../../src/render/zombies/json.ts';
import {judgeSigchld} from '../../../src/rules/inspections/sigchld.ts';
import {judgeZombies} from '../../../src/rules/inspections/zombies.ts';
import {readFamily} from '../../../src/snapshot/families/family.ts';
import {readOrphans} from '../../../src/snapshot/families/orphans.ts';
import {
  execStartByKernel,
  KernelStat,
  statusByKernel,
} from '../../../src/snapshot/process-table/kernel-stat.ts';
import {readProcessTable} from '../../../src/snapshot/process-table/process-table.ts';
import {scriptProcesses} from '../../../src/snapshot/scripts/proc-scripts.ts';
import {runningScripts} from '../../../src/snapshot/scripts/script.ts';
import {readSigchldHandling} from '../../../src/snapshot/sigchld/handling.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import {askElsewhere} from '../../support/live/ask-elsewhere.ts';
import {crowded, sparse} from '../../support/live/crowded.ts';
import {withPidNamespace} from '../../support/live/pid-namespace.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until, withSubject} from '../../support/subject.ts';

const errno = signalActionErrno();
const isRefused = errno !== undefined && `the kernel refuses it: ${errno}`;

/** What /proc says of a process; undefined where it is gone, or its sched can't be read on this kernel. */
function byProc(pid: number) {
  try {
    const [stat, status, sched] = ['stat', 'status', 'sched'].map(file =>
      readFileSync(`/proc/${pid}/${file}`),
    );
    assert.ok(stat && status && sched);
    return {stat: parsePidStat(stat), status: parsePidStatus(status), execStart: parseExecStart(sched)};
  } catch {
    return undefined;
  }
}

/** What the table says of a process, in the same form. */
async function byTable(pid: number, look: Look = 'whole') {
  const table = await readProcessTable(crowded(openMachine()), '/proc', look);
  assert.ok(table, 'the table can be read');
  const stat = table.stat(pid);
  assert.ok(stat, `the table has ${pid}`);
  const status = statusByKernel(stat);
  const execStart = execStartByKernel(stat);
  return {
    stat: plain<PidStat>(stat, statFields),
    status: status?.ok ? plain(status.value, statusFields) : undefined,
    execStart: execStart?.ok ? execStart.value : undefined,
  };
}

const statusFields = fieldsOf<PidStatus>(parsePidStatus(readFileSync('/proc/self/status')));
const statFields = fieldsOf<PidStat>(parsePidStat(readFileSync('/proc/self/stat')));

function fieldsOf<T extends object>(parsed: T | undefined): (keyof T)[] {
  return Object.keys(parsed ?? {}) as (keyof T)[];
}

/** The fields as a plain object, as a parser of a file gives them. */
function plain<T>(fields: T, names: readonly (keyof T)[]): T {
  return Object.fromEntries(names.map(name => [name, fields[name]])) as T;
}

/** Compares both ways at a moment at which nothing changes. */
async function assertEqual(pid: number, {hasStatus = true} = {}) {
  await until(`${pid} holds still`, async () => {
    const before = byProc(pid);
    const table = await byTable(pid);
    const lesser = [await byTable(pid, 'named'), await byTable(pid, 'brief')];
    const after = byProc(pid);
    assert.ok(before && after, `${pid} is there`);
    if (JSON.stringify(before, noBigints) !== JSON.stringify(after, noBigints)) return false;
    assert.deepEqual(table, hasStatus ? before : {...before, status: undefined});
    for (const one of lesser) assert.deepEqual(one, {...before, status: undefined});
    return true;
  });
}

function noBigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

describe('the process table has the stat and status of /proc', {skip: isRefused}, () => {
  for (const [what, subject, args, pids] of [
    [
      'a parent and its zombies, of which two exited with a status',
      'never-waits',
      ['3'],
      ['parent', 'zombies'],
    ],
    [
      'a process of which only the main thread has exited',
      'exited-leader',
      ['running'],
      ['parent', 'leader'],
    ],
    [
      'a traced zombie, its tracer and its parent',
      'held-by-tracer',
      ['by-other'],
      ['parent', 'zombies', 'tracer'],
    ],
    ['a stopped parent and its zombie', 'parent-stopped', ['stopped'], ['parent', 'zombies']],
    ['a name with the fields of a stat in it', 'hostile-name', ['stat-fields'], ['parent', 'zombies']],
    ['a name with a newline in it', 'hostile-name', ['escapes'], ['parent', 'zombies']],
    ['a name that is no UTF-8', 'hostile-name', ['bytes'], ['parent', 'zombies']],
    ['a process that ignores a signal', 'signal-action', ['ignored'], ['pid']],
    ['a process that catches a signal', 'signal-action', ['caught'], ['pid']],
    [
      'a process in a handler, with signals blocked and pending',
      'in-handler',
      ['plain'],
      ['parent', 'zombies'],
    ],
  ] as const) {
    it(`of ${what}`, () =>
      withSubject(`${subject}.c`, args, async ({pid, facts}) => {
        const asked = pids.flatMap(fact => (fact === 'pid' ? [pid] : (facts[fact] as number | number[])));
        assert.ok(asked.every(Number.isInteger), JSON.stringify(facts));
        for (const one of asked) await assertEqual(one);
      }));
  }

  it('of zombies that exited, and that signals killed', () =>
    withSubject('statuses', [], async ({facts}) => {
      const zombies = Object.entries(facts).filter(([fact]) => fact.endsWith('Zombie'));
      assert.ok(zombies.length > 5);
      for (const [, pid] of zombies) await assertEqual(Number(pid));
    }));

  it('of a process on a terminal, and of the leader of its session', () =>
    withSubject('on-terminal', ['job-control'], async subject => {
      for (const fact of ['leader', 'cat']) await assertEqual(subject.number(fact));
    }));

  it('of a process of another user', {skip: !IS_ROOT && 'needs root'}, async () => {
    const child = spawn('setpriv', ['--ruid', '1', '--euid', '2', '--clear-groups', 'sleep', '60']);
    try {
      const pid = child.pid ?? 0;
      await until('it sleeps', () => byProc(pid)?.status?.uid === 1 && byProc(pid)?.stat?.comm === 'sleep');
      await assertEqual(pid);
      assert.deepEqual([(await byTable(pid)).status?.uid, (await byTable(pid)).status?.effectiveUid], [1, 2]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('of a thread of the kernel, with the whole of its name', {
    skip: byProc(2)?.stat?.kernelThread !== true && 'shows no threads of the kernel',
  }, async () => {
    const table = await readProcessTable(crowded(openMachine()), '/proc');
    const threads = (table?.all() ?? []).filter(({kernelThread}) => kernelThread);
    assert.ok(threads.length > 5);
    for (const {pid, comm} of threads) {
      const name = byProc(pid)?.stat?.comm;
      // The name of a worker has what it works at.
      if (!name?.startsWith('kworker/')) assert.equal(comm, name ?? comm);
    }
    await assertEqual(2);
  });

  it(
    'of a process in another pid namespace, but for what only /proc has of that',
    {
      skip: !IS_ROOT && 'needs root',
    },
    () =>
      withPidNamespace('never-waits', [], async ({init}) => {
        await assertEqual(init, {hasStatus: false});
      }),
  );
});

describe('the process table', () => {
  it('has the processes of /proc, by ascending pid, and procdoc itself among them', {
    skip: isRefused,
  }, async () => {
    const before = pidsOfProc();
    const snapshot = new Snapshot(crowded(openMachine()));
    await snapshot.readAtOnce();
    assert.ok(snapshot.table);
    const pids = snapshot.stats().map(({pid}) => pid);
    const after = new Set(pidsOfProc());
    assert.deepEqual(
      pids,
      [...pids].sort((a, b) => a - b),
    );
    const missing = before.filter(pid => after.has(pid) && !pids.includes(pid));
    assert.deepEqual(missing, []);
    assert.ok(pids.includes(process.pid));
  });

  it('is EPERM to a user without privileges', async () => {
    const answer = await askElsewhere("syscalls.processes('whole')", {asNobody: IS_ROOT});
    assert.deepEqual(answer, unreadable('EPERM'));
  });

  for (const [what, option] of [
    ['pid', '--pid'],
    ['time', '--time'],
  ] as const) {
    it(`is EXDEV in another ${what} namespace`, {skip: isRefused}, async () => {
      const answer = await askElsewhere("syscalls.processes('whole')", {
        launcher: ['unshare', option, '--fork', ...(what === 'pid' ? ['--mount-proc'] : [])],
      });
      assert.deepEqual(answer, unreadable('EXDEV'));
    });
  }

  it('is not read where there are few processes, nor from another mount of procfs', {
    skip: isRefused,
  }, async () => {
    assert.equal(await readProcessTable(sparse(openMachine()), '/proc'), undefined);
    assert.equal(await readProcessTable(crowded(openMachine()), '/nowhere'), undefined);
  });
});

/** Each question about all processes, and what its answer says of some. */
const questions: Readonly<Record<string, (snapshot: Snapshot, pids: readonly number[]) => Promise<unknown>>> =
  {
    zombies: async (snapshot, [parent]) =>
      zombiesJson(await judgeZombies(await readZombies(snapshot, {parent}))),
    'zombies by a brief look': async (snapshot, [parent]) =>
      zombiesJson(await judgeZombies(await readZombies(snapshot, {parent, look: 'brief'}))),
    sigchld: async (snapshot, pids) => {
      const {processes} = sigchldJson(judgeSigchld(await readSigchldHandling(snapshot)));
      return processes.filter(({pid}) => pids.includes(pid));
    },
    orphans: async (snapshot, pids) =>
      orphansJson(await readOrphans(snapshot)).orphans.filter(({pid}) => pids.includes(pid)),
    tree: async (snapshot, [parent = 0]) => {
      const [family] =
        (await readFamily(snapshot, undefined, Number.POSITIVE_INFINITY)).children.get(parent) ?? [];
      return (
        family && {...family, sigchld: family.sigchld(), script: family.script(), status: family.waitStatus()}
      );
    },
    'tree as text': async (snapshot, [parent]) =>
      treeText(await readFamily(snapshot, snapshot.find(parent ?? 0), Number.POSITIVE_INFINITY, 'named'), {
        style: plainStyle,
        width: 80,
        screen: 80,
        isTerminal: false,
      }),
  };

describe('answers about many processes', {skip: isRefused}, () => {
  for (const [subject, args, asked] of [
    ['never-waits', ['3'], ['zombies', 'zombies by a brief look', 'sigchld', 'tree', 'tree as text']],
    ['exited-leader', ['running'], ['zombies', 'zombies by a brief look', 'sigchld', 'tree', 'tree as text']],
    ['held-by-tracer', ['by-other'], ['zombies', 'zombies by a brief look', 'tree', 'tree as text']],
    ['exit-signal', [], ['zombies', 'zombies by a brief look', 'tree', 'tree as text']],
    ['auto-reap', ['ignored'], ['sigchld']],
    ['auto-reap', ['nocldwait'], ['sigchld']],
    ['blocked', ['itself'], ['sigchld']],
    ['blocked', ['in-one-thread'], ['sigchld']],
    ['orphan', ['to-subreaper'], ['orphans', 'tree', 'tree as text']],
  ] as const) {
    it(`are those about few: ${asked.join(', ')} of ${subject} ${args.join(' ')}`, () =>
      withSubject(subject, args, async ({pid}) => {
        const pids = [pid, ...descendantsOf(pid)];
        for (const question of asked) {
          const answer = async (machine: Machine) => {
            const snapshot = new Snapshot(machine);
            const said = await questions[question]?.(snapshot, pids);
            assert.equal(snapshot.table !== undefined, machine === many);
            return said;
          };
          const [many, few] = [crowded(openMachine()), sparse(openMachine())];
          // Whether a zombie has settled is another answer a second later.
          await until(`both ways give one answer to ${question}`, async () => {
            const [byTable, byFiles] = [withoutAges(await answer(many)), withoutAges(await answer(few))];
            return isDeepStrictEqual(byTable, byFiles);
          });
        }
      }));
  }
});

it('the program of a process has the name of its file, by which it is an interpreter or none', {
  skip: isRefused,
}, async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', 'word'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  try {
    const scriptsOf = async (machine: Machine) => {
      const processes = await scriptProcesses(new Snapshot(machine));
      return runningScripts(processes.filter(({pid}) => pid === child.pid)).map(({line}) => line);
    };
    const [byTable, byFiles] = await until('it runs its script', async () => {
      const both = [await scriptsOf(crowded(openMachine())), await scriptsOf(sparse(openMachine()))] as const;
      return both.every(lines => lines[0]?.args[0] === 'word') && both;
    });
    assert.deepEqual(byTable, byFiles);
    assert.equal(byTable[0]?.interpreter, 'node');
  } finally {
    child.kill('SIGKILL');
  }
  // A process may run another program between the two looks.
  await until('each has the name of its file', async () => {
    const table = await readProcessTable(crowded(openMachine()), '/proc');
    const named = (table?.all() ?? []).flatMap(stat => {
      const program = stat instanceof KernelStat ? stat.program?.name : undefined;
      return program === undefined ? [] : [{pid: stat.pid, program}];
    });
    const node = path.basename(process.execPath);
    assert.ok(named.some(({pid, program}) => pid === process.pid && program === node));
    return named.every(({pid, program}) => {
      const link = openMachine().procfs.link(`${pid}/exe`);
      return !link.ok || path.basename(link.value.toString().replace(/ \(deleted\)$/, '')) === program;
    });
  });
});

/** The ages are those of two moments, and so is the number of all processes. */
function withoutAges(answer: unknown): unknown {
  const text = JSON.stringify(answer, (key, value) =>
    ['lookedAt', 'diedAt', 'deadForSeconds', 'why', 'evidence', 'remedy'].includes(key) ? undefined : value,
  );
  return JSON.parse(text);
}

function pidsOfProc(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}
