import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {sigchldAnswer} from '../../src/render/contract/sigchld.ts';
import {IS_ROOT, runProcdoc, runProcdocAsNobody} from '../procdoc.ts';
import {askSigchld, askSigchldOfAll} from './answers.ts';
import {stands} from './stands.ts';

describe('SIGCHLD blocked in every thread and pending', {concurrency: 3}, () => {
  for (const [name, mode] of [
    ['blocked.c', 'itself'],
    ['blocked.c', 'by-launcher'],
    ['blocked.c', 'caught'],
    ['burst.c', 'sigwait-others'],
  ] as const) {
    it(`is stuck where nothing takes it: ${mode}`, () =>
      stands(name, [mode], async ({pid}) => {
        const {sigchld, verdicts, effects, origin} = await askSigchld(pid);
        assert.deepEqual([sigchld.blocked, sigchld.pending], [true, true]);
        assert.deepEqual(
          verdicts.map(({rule, certainty}) => [rule, certainty]),
          [['sigchld/blocked', 'proven']],
        );
        const [verdict] = verdicts;
        assert.deepEqual(verdict?.evidence, [
          `/proc/${pid}/task/*/status: SigBlk has SIGCHLD in every thread`,
          `/proc/${pid}/status: ShdPnd has SIGCHLD`,
          `/proc/${pid}/fd: no signalfd takes it`,
        ]);
        assert.match(effects.join(), /no SIGCHLD handler runs/);
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

  it('is but likely stuck for who may not see a signalfd', {skip: !IS_ROOT && 'needs root'}, () =>
    stands('burst.c', ['signalfd-unread'], async ({pid}) => {
      const {stdout} = await runProcdocAsNobody('sigchld', `${pid}`, '--json');
      const [answer] = sigchldAnswer.parse(JSON.parse(stdout)).processes;
      const [verdict] = answer?.verdicts ?? [];
      assert.deepEqual([verdict?.rule, verdict?.certainty], ['sigchld/blocked', 'likely']);
      assert.match(verdict?.why ?? '', /whether a signalfd takes the signal may not be seen/);
      assert.doesNotMatch(verdict?.evidence.join() ?? '', /signalfd/);
    }),
  );
});

describe('SIGCHLD blocked, but not stuck,', {concurrency: 3}, () => {
  for (const [name, mode, blocked, blockedInThreads, text] of [
    ['burst.c', 'signalfd-once', true, 1, 'SIGCHLD default, blocked in every thread'],
    ['burst.c', 'sigwait-once', false, 1, 'SIGCHLD default, blocked in 1 thread'],
    ['blocked.c', 'childless', true, 1, 'SIGCHLD default, blocked in every thread'],
    ['blocked.c', 'in-one-thread', false, 1, 'SIGCHLD default, blocked in 1 thread'],
  ] as const) {
    it(`is no fault: ${mode}`, () =>
      stands(name, [mode], async ({pid}) => {
        const {sigchld, verdicts} = await askSigchld(pid);
        assert.deepEqual(
          [sigchld.blocked, sigchld.blockedInThreads, sigchld.pending],
          [blocked, blockedInThreads, false],
        );
        assert.deepEqual(verdicts, []);
        const [heading] = (await runProcdoc('sigchld', `${pid}`)).stdout.split('\n');
        assert.ok(heading?.endsWith(`(${pid}): ${text}`), heading);
        const listed = (await askSigchldOfAll()).processes.map(each => each.pid);
        assert.ok(!listed.includes(pid), 'it does not matter here');
      }));
  }
});
