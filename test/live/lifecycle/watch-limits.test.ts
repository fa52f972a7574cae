import assert from 'node:assert/strict';
import {execFile, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {after, describe, it} from 'node:test';
import {promisify} from 'node:util';
import {openTracepoints} from '../../../src/kernel/events/tracepoints.ts';
import {openLibc} from '../../../src/kernel/libc.ts';
import {Deferred} from '../../../src/lifecycle/run/deferred.ts';
import {liveProcessTable} from '../../../src/lifecycle/watch/live-table.ts';
import {Session} from '../../../src/lifecycle/watch/session.ts';
import type {WatchEvent} from '../../../src/lifecycle/watch/watch-event.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {withWatch} from '../../support/live/watching.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const UNSHARED = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];

describe('without the privilege for tracepoints, watch', {skip: !IS_ROOT && 'needs root'}, () => {
  it('uses another source, says which and what that misses, and what would help', async () => {
    const {status, stdout, stderr} = await runProcdocAsNobody('watch', '1', '--duration', '0.3s', '--json');
    assert.equal(status, 0);
    const [start] = stdout.split('\n').map(line => (line === '' ? undefined : JSON.parse(line)));
    assert.match(start.source, /^(?:connector|poll)$/);
    assert.ok(start.misses.length >= 2);
    assert.match(stderr, /EPERM.*CAP_BPF/);
  });

  it('sees nothing where no procfs is mounted, says so, and does not wait', async () => {
    const bare = ['unshare', '--mount', 'sh', '-c', 'umount -l /proc; exec "$@"', 'sh', 'timeout', '20'];
    for (const args of [['watch'], ['watch', '1'], ['watch', '--only', 'kill', 'nosuch']]) {
      const {status, stdout, stderr} = await runProcdocUnder(bare, ...args);
      assert.deepEqual([status, stdout], [3, ''], stderr);
      assert.match(stderr, /^procdoc watch: \/proc [^\n]*\n$/);
    }
  });

  it('does not watch procdoc itself, as PID 1, and says so', {skip: !IS_ROOT && 'needs root'}, async () => {
    const {status, stdout, stderr} = await runProcdocUnder(UNSHARED, 'watch', '1');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^procdoc watch: process 1 is procdoc itself, [^\n]*\n$/);
  });

  it('never takes a status that it may not read for 0', async () => {
    const shell = spawn('sh', ['-c', 'while sh -c "sleep 0.2; exit 3"; [ $? = 3 ]; do :; done'], {
      stdio: 'ignore',
    });
    const gone = once(shell, 'close');
    try {
      const args = ['watch', `${shell.pid}`, '--source', 'poll', '--only', 'exit', '--count', '8', '--json'];
      const {status, stdout} = await runProcdocAsNobody(...args);
      assert.equal(status, 0);
      const lines = stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      const exits = lines.filter(
        ({type, comm, ppid}) => type === 'exit' && comm === 'sh' && ppid === shell.pid,
      );
      assert.ok(exits.length > 0);
      for (const {waitStatus} of exits) assert.equal(waitStatus?.exitStatus ?? 3, 3);
    } finally {
      shell.kill('SIGKILL');
      await gone;
    }
  });

  it('refuses a source that is asked for, with status 3 and the privilege that would help', async () => {
    const {status, stdout, stderr} = await runProcdocAsNobody('watch', '--source', 'bpf');
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, /EPERM.*CAP_BPF/);
  });

  it('polls in another pid namespace, whose pids no source has', () =>
    withWatch(
      ['--duration', '2s', '--until', 'sleep'],
      async ({start, ended}) => {
        assert.equal(start.source, 'poll');
        assert.equal((await ended).status, 0);
      },
      UNSHARED,
    ));

  it('says so where the source that is asked for does not exist there', async () => {
    const {status, stderr} = await runProcdocUnder(UNSHARED, 'watch', '--source', 'connector');
    assert.equal(status, 3);
    assert.match(stderr, /EXDEV/);
  });

  it('has no tracepoints in another time namespace, whose starts they do not have', async () => {
    const {status, stderr} = await runProcdocUnder(
      ['unshare', '--time', '--fork'],
      'watch',
      '--source',
      'bpf',
    );
    assert.equal(status, 3);
    assert.match(stderr, /EXDEV/);
  });
});

describe('where events are lost, watch', {skip: signalActionErrno()}, () => {
  const children = spawn('sh', ['-c', 'read x; sleep 600 & sleep 600 & echo ready; wait'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const {pid = 0} = children;
  const exited = once(children, 'close');
  after(async () => {
    for (const one of [...descendantsOf(pid), pid]) process.kill(one, 'SIGKILL');
    await exited;
  });

  /** A session of the children, whose source has room for a page of events. */
  async function sessionOf(told: WatchEvent[], isHeld: () => boolean) {
    const libc = await openLibc();
    assert.ok(libc.ok);
    const types = ['fork', 'exec', 'exit', 'reap', 'signal', 'oom'] as const;
    const events = openTracepoints(libc.value, {types, bufferSize: libc.value.pageSize});
    assert.ok(events.ok);
    const session = new Session({
      source: {name: 'bpf', events: events.value, pidfds: undefined, refused: []},
      table: liveProcessTable(),
      subject: {pids: [pid], name: undefined},
      filter: {only: undefined, failedOnly: false},
      count: undefined,
      until: undefined,
      observe: () => {},
      take: event => told.push(event),
      pause: () => {},
      isHeld,
    });
    return {session, events: events.value};
  }

  it('counts them, and looks at the processes again', async () => {
    const told: WatchEvent[] = [];
    const {session} = await sessionOf(told, () => false);
    let end = (): void => {};
    const running = session.run(
      new Promise(resolve => {
        end = resolve;
      }),
      () => {
        // Nothing is read meanwhile, and a page is full with fewer events than these.
        execFileSync('sh', [
          '-c',
          'for at in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do (exit 1); done; true',
        ]);
        children.stdin.write('\n');
        execFileSync('sh', ['-c', `until [ "$(pgrep -c -P ${pid})" = 2 ]; do :; done`]);
      },
    );
    const known = () =>
      told.flatMap(event => (event.type === 'fork' && event.ppid === pid ? [event.pid] : [])).sort();
    await until('both children are told', () => known().length === 2);
    end();
    await running;
    assert.deepEqual(known(), descendantsOf(pid).sort());
    const losses = told.flatMap(event => (event.type === 'lost' ? [event.count ?? 0] : []));
    assert.ok(losses.length > 0);
    assert.equal(
      losses.reduce((sum, count) => sum + count, 0),
      session.watch.lost,
    );
  });

  it('has let them wait in the kernel as long as nobody takes more', async () => {
    const told: WatchEvent[] = [];
    let isHeld = true;
    const {session, events} = await sessionOf(told, () => isHeld);
    const end = new Deferred<void>();
    const running = session.run(end.promise, () => {});
    await until('no room is left', async () => {
      await promisify(execFile)('true');
      return (events.lost().events ?? 0) > 0;
    });
    assert.deepEqual(told, []);
    isHeld = false;
    await until('the loss is told', () => told.some(({type}) => type === 'lost'));
    end.resolve();
    await running;
  });
});
