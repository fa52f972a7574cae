import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {describe, it} from 'node:test';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {type Read, unreadable} from '../../../src/kernel/read.ts';
import type {SignalAction} from '../../../src/kernel/syscalls.ts';
import {parsePidStat} from '../../../src/parse/process/pid-stat.ts';
import {askElsewhere} from '../../support/live/ask-elsewhere.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';

const syscalls = await openSyscalls();
const {SIGCHLD} = constants.signals;
const [SA_NOCLDSTOP, SA_NOCLDWAIT, SA_RESTART] = [1, 2, 0x1000_0000];

/** The answer; undefined where these tests lack the privilege, and the errno said so, which is checked. */
function granted(
  actions: Read<ReadonlyMap<number, SignalAction>>,
): ReadonlyMap<number, SignalAction> | undefined {
  const errno = signalActionErrno();
  if (errno === undefined) {
    assert.ok(actions.ok, actions.ok ? '' : actions.errno);
    return actions.value;
  }
  assert.deepEqual(actions, unreadable(errno));
  return undefined;
}

describe('signal actions', () => {
  for (const mode of ['default', 'ignored', 'nocldwait', 'caught', 'subreaper']) {
    it(`of SIGCHLD are what rt_sigaction and prctl say to the process itself: ${mode}`, async () => {
      await withSubject('signal-action', [mode], subject => {
        const actions = granted(syscalls.signalActions(SIGCHLD));
        if (actions === undefined) return;
        const action = actions.get(subject.pid);
        assert.equal(action?.handler, BigInt(subject.number('handler')));
        assert.equal(action.flags, subject.number('flags'));
        assert.equal(action.childSubreaper, subject.number('subreaper') === 1);
      });
    });
  }

  it('show what /proc does not: SA_NOCLDWAIT, the flags of a handler, a subreaper', async () => {
    const seen: (SignalAction | undefined)[] = [];
    for (const mode of ['nocldwait', 'caught', 'subreaper']) {
      await withSubject('signal-action', [mode], subject => {
        seen.push(granted(syscalls.signalActions(SIGCHLD))?.get(subject.pid));
      });
    }
    if (signalActionErrno() !== undefined) return;
    const [nocldwait, caught, subreaper] = seen;
    assert.equal((nocldwait?.flags ?? 0) & SA_NOCLDWAIT, SA_NOCLDWAIT);
    assert.equal((caught?.flags ?? 0) & (SA_NOCLDSTOP | SA_RESTART), SA_NOCLDSTOP | SA_RESTART);
    assert.deepEqual([nocldwait?.childSubreaper, subreaper?.childSubreaper], [false, true]);
  });

  it('carry the start ticks of /proc/PID/stat, for every process', () => {
    const before = startTicksOfAll();
    const actions = granted(syscalls.signalActions(SIGCHLD));
    if (actions === undefined) return;
    const after = startTicksOfAll();
    const lasting = [...before].filter(
      ([pid, startTicks]) => after.get(pid) === startTicks && actions.has(pid),
    );
    assert.ok(lasting.some(([pid]) => pid === process.pid));
    for (const [pid, startTicks] of lasting) assert.equal(actions.get(pid)?.startTicks, startTicks);
  });

  it('of some processes are equal, and one that has exited has none', async () => {
    await withSubject('signal-action', ['caught'], subject => {
      const all = granted(syscalls.signalActions(SIGCHLD));
      const some = granted(syscalls.signalActions(SIGCHLD, [subject.pid, 4_194_304]));
      if (all === undefined || some === undefined) return;
      assert.deepEqual(some.get(subject.pid), all.get(subject.pid));
      assert.ok(some.size < all.size);
      assert.deepEqual([some.has(subject.pid), some.has(4_194_304)], [true, false]);
    });
  });

  it('of a number without a signal are EINVAL', () => {
    for (const signal of [0, 65, -1, 1.5]) {
      assert.deepEqual(syscalls.signalActions(signal), unreadable('EINVAL'));
    }
    granted(syscalls.signalActions(64));
  });

  it('leave no descriptor open, neither when they are read nor when they are refused', async () => {
    const open = readdirSync('/proc/self/fd').length;
    syscalls.signalActions(SIGCHLD);
    assert.equal(readdirSync('/proc/self/fd').length, open);

    const openBeforeAndAfter = await askElsewhere(
      `[0, 1].map(() => [fs.readdirSync('/proc/self/fd').length, syscalls.signalActions(${SIGCHLD})][0])`,
      {asNobody: IS_ROOT},
    );
    assert.ok(Array.isArray(openBeforeAndAfter));
    assert.equal(openBeforeAndAfter[0], openBeforeAndAfter[1]);
  });

  it('are EPERM to a user without privileges', async () => {
    const answer = await askElsewhere(`syscalls.signalActions(${SIGCHLD})`, {asNobody: IS_ROOT});
    assert.deepEqual(answer, unreadable('EPERM'));
  });

  it('are not given under the wrong pids: EXDEV in another pid namespace', {
    skip: signalActionErrno() !== undefined && 'needs root in the first namespaces',
  }, async () => {
    const answer = await askElsewhere(`syscalls.signalActions(${SIGCHLD})`, {
      launcher: ['unshare', '--pid', '--fork', '--mount-proc'],
    });
    assert.deepEqual(answer, unreadable('EXDEV'));
  });
});

function startTicksOfAll(): Map<number, number> {
  const all = new Map<number, number>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      const stat = parsePidStat(readFileSync(`/proc/${pid}/stat`));
      if (stat) all.set(pid, stat.startTicks);
    } catch {
      // The process exited meanwhile.
    }
  }
  return all;
}
