import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {WhyContent} from '../../../src/render/contract/why.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {procdocJson, runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

test('why says since when a process waits, on its machine and from a recording', () =>
  withFiles({}, folder =>
    withRunning(['sh', '-c', 'echo stands; exec cat'], {}, async ({pid}) => {
      const stoodAt = performance.now();
      const idle = await until('it has waited for more than a second', async () => {
        const {json} = await procdocJson<WhyContent>('why', `${pid}`);
        return (json.idleSeconds ?? 0) > 1.1 ? json.idleSeconds : undefined;
      });
      // Before it stood, it ran.
      assert.ok((idle ?? 0) < (performance.now() - stoodAt) / 1000 + 1, `${idle}`);
      const {stdout} = await runProcdoc('why', `${pid}`);
      assert.match(
        stdout.replaceAll(/\s+/g, ' '),
        new RegExp(`\\. cat \\(${pid}\\) hasn't run for [\\d.]+ `),
      );

      const file = `${folder}/x.procdoc`;
      await runProcdoc('record', `${pid}`, '-o', file);
      const {json: recorded} = await procdocJson<WhyContent>('why', `${pid}`, '--from', file);
      assert.ok((recorded.idleSeconds ?? 0) > 1.1, `${recorded.idleSeconds}`);
    }),
  ));

test('why says no such thing of a process that runs', () =>
  withRunning(
    [
      'python3',
      '-c',
      'import select, sys\nprint("stands", flush=True)\nwhile not select.select([sys.stdin], [], [], 0)[0]: pass',
    ],
    {},
    async ({pid}) => {
      const {json} = await procdocJson<WhyContent>('why', `${pid}`);
      assert.ok((json.idleSeconds ?? 0) < 1, `${json.idleSeconds}`);
      assert.doesNotMatch(json.summary, /hasn't run/);
    },
  ));
