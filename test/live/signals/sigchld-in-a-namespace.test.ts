import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sigchldAnswer} from '../../../src/render/contract/sigchld.ts';
import {factsOf} from '../../support/facts.ts';
import {withPidNamespace} from '../../support/live/pid-namespace.ts';
import {IS_ROOT} from '../../support/procdoc.ts';

test(
  'inside a namespace nothing shows whether PID 1 inherited or set it: its parent is not there',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withPidNamespace('auto-reap', ['ignored'], async ({procdocJson}) => {
      const [init] = sigchldAnswer.parse(await procdocJson('sigchld', '1')).processes;
      assert.equal(init?.sigchld.disposition, 'ignored');
      const [verdict] = init.verdicts;
      assert.deepEqual([verdict?.rule, verdict?.certainty], ['sigchld/ignored', 'likely']);
      assert.deepEqual(factsOf(verdict?.facts ?? []), [
        {file: '/proc/1/status', field: 'SigIgn', value: 'SIGCHLD'},
      ]);
    }),
);
