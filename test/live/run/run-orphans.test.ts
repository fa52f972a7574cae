import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {runEvent} from '../../../src/render/contract/run.ts';
import {askRun, PROCDOC, withAccompanied} from '../../support/live/accompanied.ts';
import {withFiles} from '../../support/live/running.ts';
import {commOf, descendantsOf, isGone, parentOf, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, run, runProcdoc} from '../../support/procdoc.ts';
import {compile, until} from '../../support/subject.ts';

const ORPHANS = 500;

describe('procdoc run', {concurrency: 2}, () => {
  it('adopts and reaps every orphan of its command, and reports how each exits', async () => {
    const fork = `import os
for at in range(${ORPHANS}):
    middle = os.fork()
    if middle == 0:
        os._exit(at % 200 if os.fork() == 0 else 0)
    os.waitpid(middle, 0)`;
    const {events} = await askRun(['--grace', '30s'], process.env.PYTHON3 ?? 'python3', '-c', fork);
    const adopted = events.filter(({role}) => role === 'adopted');
    const expected = Array.from({length: ORPHANS}, (_, at) => at % 200);
    assert.deepEqual(
      numbersOf(adopted.map(({waitStatus}) => waitStatus.exitStatus ?? -1)),
      numbersOf(expected),
    );
  });

  it('ends at its timeout a command that orphans faster than procdoc reaps', async () => {
    const storm = await compile('orphan-storm');
    const {status, report} = await askRun(['--timeout', '300ms', '--grace', '100ms'], storm, '20');
    assert.deepEqual([status, report.timedOut, report.waitStatus.signal], [124, true, 'SIGTERM']);
  });

  it('adopts a daemon that left its session, its parent and its descriptors', async () => {
    const daemonize = `import os, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
os.closerange(0, 256)
time.sleep(0.3)
os._exit(9)`;
    const {events} = await askRun(['--grace', '30s'], process.env.PYTHON3 ?? 'python3', '-c', daemonize);
    // The middle process may be adopted a moment before its parent, which is exiting, is a zombie.
    const exits = events.map(({role, waitStatus}) => `${role} ${waitStatus.exitStatus}`);
    assert.deepEqual(exits.sort(), ['adopted 0', 'adopted 9', 'command 0']);
  });

  it('reports stops and continues', () =>
    withFiles({events: ''}, async folder => {
      const file = `${folder}/events`;
      const awaitEvent = (kind: string) => `until grep -q '"${kind}"' ${file}; do sleep 0.02; done`;
      const script = `(${awaitEvent('stopped')}; kill -CONT $$) & kill -STOP $$; ${awaitEvent('continued')}; wait; exit 4`;
      const {status} = await runProcdoc('run', '--events-file', file, '--', 'bash', '-c', script);
      const lines = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => runEvent.parse(JSON.parse(line)));
      const kinds = lines.filter(({role}) => role === 'command').map(({waitStatus}) => waitStatus.kind);
      assert.deepEqual([kinds, status], [['stopped', 'continued', 'exited'], 4]);
    }));

  it('leaves its command unharmed when it is killed itself, and no other child', () =>
    withAccompanied(
      ['bash', '-c', '"$@"; read x', 'bash'],
      ['--', 'sh', '-c', 'echo $$; read x'],
      async ({firstLine}) => {
        const command = Number(firstLine);
        const procdoc = parentOf(command);
        const witnesses = descendantsOf(procdoc).filter(each => each !== command);
        assert.equal(commOf(procdoc), 'node');
        process.kill(procdoc, 'SIGKILL');
        await until('procdoc is gone', () => parentOf(command) !== procdoc);
        await until('what procdoc had for itself is gone', () => witnesses.every(isGone));
        assert.match(stateOf(command), /[RS]/);
      },
    ));

  it('is PID 1 of a pid namespace as it should be: reaps, passes on SIGTERM, and exits as its command', {
    skip: !IS_ROOT && 'needs root',
  }, () => {
    const unshare = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const orphans = 'for i in 1 2 3; do (sleep 0.1 &); done';
    const script = `trap "exit 3" TERM; ${orphans}; echo $PPID; while :; do read x; done`;
    return withAccompanied(unshare, ['--', 'bash', '-c', script], async ({pid, firstLine, ended}) => {
      assert.equal(firstLine, '1');
      const init = descendantsOf(pid)[0] ?? assert.fail();
      // The command, and what procdoc has for itself, stay.
      await until('every orphan has exited and is reaped', () => descendantsOf(init).length === 2);
      process.kill(init, 'SIGTERM');
      assert.deepEqual(await ended, [3, null]);
    });
  });

  it('exits with what a shell has for a signal where it can send itself none: as PID 1', {
    skip: !IS_ROOT && 'needs root',
  }, async () => {
    const {status} = await run([
      'unshare',
      '--pid',
      '--fork',
      '--mount-proc',
      ...PROCDOC,
      'run',
      '--',
      'sh',
      '-c',
      'kill -TERM $$',
    ]);
    assert.equal(status, 143);
  });

  it('knows nothing of its children, and runs them all the same, where /proc is of another pid namespace', {
    skip: !IS_ROOT && 'needs root',
  }, async () => {
    const script = '(sleep 0.1 &); exit 6';
    const unshared = await run([
      'unshare',
      '--pid',
      '--fork',
      ...PROCDOC,
      'run',
      '--events',
      '--',
      'sh',
      '-c',
      script,
    ]);
    assert.equal(unshared.status, 6);
    assert.match(unshared.stderr, /^procdoc run: process \d+ exited with status 6 /m);
  });
});

function numbersOf(statuses: readonly number[]): number[] {
  return [...statuses].sort((a, b) => a - b);
}
