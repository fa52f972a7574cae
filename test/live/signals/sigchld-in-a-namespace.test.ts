import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {withPidNamespace} from '../../support/live/pid-namespace.ts';
import {IS_ROOT} from '../../support/procdoc.ts';

test(
  'what PID 1 of a namespace inherited or set cannot be told inside: its parent is not there',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withPidNamespace('auto-reap', ['ignored'], async ({procdocJson}) => {
      const [init] = sigchldAnswer.parse(await procdocJson('sigchld', '1')).processes;
      assert.equal(init?.sigchld.disposition, 'ignored');
      const [verdict] = init.verdicts;
      assert.deepEqual([verdict?.rule, verdict?.certainty], ['sigchld/ignored', 'likely']);
      assert.match(
        verdict?.why ?? '',
        /its parent may not be seen: it set that itself, or what started it did/,
      );
      assert.deepEqual(verdict?.evidence, ['/proc/1/status: SigIgn has SIGCHLD']);
    }),
);
