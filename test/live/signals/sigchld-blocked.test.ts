import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {askProcdoc} from '../../support/asked.ts';
import {factsOf} from '../../support/facts.ts';
import {askSigchld, askSigchldInTime, askSigchldOfAll} from '../../support/live/answers.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {hasSigchld, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

describe('SIGCHLD blocked in every thread and pending', {concurrency: 3}, () => {
  for (const [name, mode] of [
    ['blocked.c', 'itself'],
    ['blocked.c', 'by-launcher'],
    ['blocked.c', 'caught'],
    ['burst.c', 'sigwait-others'],
  ] as const) {
    it(`is stuck where nothing takes it: ${mode}`, () =>
      stands(name, [mode], async ({pid}) => {
        const {sigchld, verdicts, effectKinds, origin} = await askSigchldInTime(pid);
        assert.deepEqual([sigchld.blocked, sigchld.pending], [true, true]);
        assert.deepEqual(
          verdicts.map(({rule, certainty}) => [rule, certainty]),
          [['sigchld/blocked', 'proven']],
        );
        const [verdict] = verdicts;
        assert.deepEqual(
          verdict?.facts.map(({file, field}) => [file, field]),
          [
            [`/proc/${pid}/task/*/status`, 'SigBlk'],
            [`/proc/${pid}/status`, 'ShdPnd'],
            [`/proc/${pid}/task/*/status`, 'voluntary_ctxt_switches'],
            [`/proc/${pid}/task/*/syscall`, null],
            [`/proc/${pid}/fd`, null],
          ],
        );
        const [masks, pending, , calls] = verdict.facts;
        assert.deepEqual([masks?.value, pending?.value], ['SIGCHLD', 'SIGCHLD']);
        assert.doesNotMatch(calls?.value ?? '', /wait4|waitid|^$/);
        assert.deepEqual(effectKinds, ['handler-never-runs', 'mask-inherited']);
        assert.equal(origin, null);
        const listed = (await askSigchldOfAll()).processes.map(each => each.pid);
        assert.ok(listed.includes(pid));
      }));
  }

  it('is as designed where a signalfd takes it', () =>
    stands('burst.c', ['signalfd-unread'], async ({pid}) => {
      const {sigchld, verdicts, effects} = await askSigchld(pid);
      assert.deepEqual([sigchld.blocked, sigchld.pending], [true, true]);
      assert.deepEqual([verdicts, effects], [[], []]);
    }));

  it(
    'may be as designed for a user that can see neither a wait nor a signalfd',
    {skip: !IS_ROOT && 'needs root'},
    () =>
      stands('burst.c', ['signalfd-unread'], async ({pid}) => {
        const {stdout} = await runProcdocAsNobody('sigchld', `${pid}`, '--json');
        const [answer] = sigchldAnswer.parse(JSON.parse(stdout)).processes;
        const [verdict] = answer?.verdicts ?? [];
        assert.deepEqual([verdict?.rule, verdict?.certainty], ['sigchld/blocked', 'unknown']);
        assert.deepEqual(factsOf(verdict?.facts ?? []), [
          {file: `/proc/${pid}/task/*/status`, field: 'SigBlk', value: 'SIGCHLD'},
          {file: `/proc/${pid}/status`, field: 'ShdPnd', value: 'SIGCHLD'},
        ]);
      }),
  );
});

/** Starts a program with the default action and nothing blocked, whatever this test was started with. */
const CLEAN = `
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_SETMASK, [])
os.execvp(sys.argv[1], sys.argv[1:])`;

it('SIGCHLD blocked and pending is no fault in a bash that waits for the rest of a pipeline', () =>
  withRunning(
    ['python3', '-c', CLEAN, 'bash', '-c', 'echo $$; exec 5<&0; true | cat <&5; echo end'],
    {},
    async ({pid}) => {
      await until('the first of the pipeline has been reaped or is pending', () => hasSigchld(pid, 'ShdPnd'));
      const {sigchld, verdicts, effects} = await askSigchld(pid);
      assert.deepEqual([sigchld.blocked, sigchld.pending], [true, true]);
      assert.deepEqual([verdicts, effects], [[], []]);
      const listed = (await askSigchldOfAll()).processes.map(each => each.pid);
      assert.ok(!listed.includes(pid), 'it does not matter here');
    },
  ));

/** As an init that blocks SIGCHLD, and looks after its children whenever a second is over. */
const POLLS = `
import os, select, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_SETMASK, [signal.SIGCHLD])
if os.fork() == 0: os._exit(0)
print('stands', flush=True)
select.select([sys.stdin], [], [], 1000)
os.wait()`;

it('SIGCHLD blocked and pending is no fault in a program that may poll for its children', () =>
  withRunning(['python3', '-c', POLLS], {}, async ({pid}) => {
    await until('SIGCHLD is pending', () => hasSigchld(pid, 'ShdPnd'));
    await until('it sleeps', () => stateOf(pid) === 'S');
    const {sigchld, verdicts, effects} = await askSigchld(pid);
    assert.deepEqual([sigchld.blocked, sigchld.pending], [true, true]);
    assert.deepEqual([verdicts, effects], [[], []]);
    const listed = (await askSigchldOfAll()).processes.map(each => each.pid);
    assert.ok(!listed.includes(pid), 'it does not matter here');
  }));

describe('SIGCHLD blocked, but not stuck,', {concurrency: 3}, () => {
  for (const [name, mode, blocked, blockedInThreads, text] of [
    ['burst.c', 'signalfd-once', true, 1, 'and blocks it in every thread'],
    ['burst.c', 'sigwait-once', false, 1, 'and blocks it in 1 thread'],
    ['blocked.c', 'childless', true, 1, 'and blocks it in every thread'],
    ['blocked.c', 'in-one-thread', false, 1, 'and blocks it in 1 thread'],
  ] as const) {
    it(`is no fault: ${mode}`, () =>
      stands(name, [mode], async ({pid}) => {
        const {sigchld, verdicts} = await askSigchld(pid);
        assert.deepEqual(
          [sigchld.blocked, sigchld.blockedInThreads, sigchld.pending],
          [blocked, blockedInThreads, false],
        );
        assert.deepEqual(verdicts, []);
        const {stdout} = await askProcdoc('sigchld', `${pid}`);
        const answer = `(${pid}) leaves SIGCHLD at its default ${text}: `;
        assert.ok(stdout.replaceAll(/\s+/g, ' ').includes(answer), stdout);
        const listed = (await askSigchldOfAll()).processes.map(each => each.pid);
        assert.ok(!listed.includes(pid), 'it does not matter here');
      }));
  }
});
