import assert from 'node:assert/strict';
import path from 'node:path';
import {it} from 'node:test';
import {askProcdoc} from '../support/asked.ts';

declare const PROJECT_ROOT: string;

const job = path.join(PROJECT_ROOT, 'test/recordings/script-job.txt');

it('inspect says in its first line what rules could not see, also where one found something worth knowing', async () => {
  const {stdout} = await askProcdoc('inspect', '25305', '--from', job, '--json');
  const [{findings, skipped}] = JSON.parse(stdout).cards;
  assert.deepEqual(
    findings.map(({severity}: {severity: string}) => severity),
    ['info'],
  );
  const blind = new Set(skipped.map(({rule}: {rule: string}) => rule)).size;
  const [first = ''] = (await askProcdoc('inspect', '25305', '--from', job)).stdout.split('\n  ');
  assert.match(
    first.replaceAll('\n', ' '),
    new RegExp(`Nothing wrong found, but ${blind} of \\d+ rules[^.]+\\. Worth knowing: `),
  );
});
