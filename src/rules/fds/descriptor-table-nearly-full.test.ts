import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings} from '../../../test/support/recorded/verdicts.ts';
import type {Finding} from '../finding.ts';
import {descriptorTableNearlyFull} from './descriptor-table-nearly-full.ts';

const full = scene('full-table');
const parent = full.number('parent');

test('a process with as many descriptors as its limit gets EMFILE', async () => {
  const [finding, ...others] = await findings();
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'proven');
  assert.deepEqual(inUse(finding), ['64', '64 20000']);
  assert.match(finding.why, /EMFILE now/);
  assert.match(finding.remedy ?? '', /prlimit --pid \d+ --nofile/);
});

test('from nine tenths of the soft limit on it is a warning, below that nothing', async () => {
  const [finding] = await findings(soft('71'));
  assert.deepEqual(inUse(finding), ['64', '71 20000']);
  assert.match(finding?.why ?? '', /\b7 more\b/);
  assert.deepEqual(await findings(soft('72')), []);
});

test('of a limit that was lowered afterwards only the numbers below it count', async () => {
  const [finding] = await findings(soft('40'));
  assert.deepEqual(inUse(finding), ['40', '40 20000']);
});

test('a limit as low as that of a sandbox is not near, nor is no limit at all', async () => {
  assert.deepEqual(await findings(soft('8')), []);
  assert.deepEqual(await findings(soft('unlimited')), []);
});

test('a hard limit that is no higher has to be raised where the process is started', async () => {
  const hard = full.with(`${parent}/limits`, text => text.replace(/(open files +64 +)\d+/, '$164'));
  const [finding] = await findings(hard);
  assert.match(finding?.remedy ?? '', /LimitNOFILE=/);
});

test("limits that can't be read, or are mangled, are not guessed", async () => {
  assert.deepEqual(await findings(full.withErrno(`${parent}/limits`, 'EACCES')), []);
  assert.deepEqual(
    await findings(full.with(`${parent}/limits`, text => text.replace('open files', 'x'))),
    [],
  );
});

/** The values of its evidence: how many descriptors are in use, and both limits. */
function inUse(finding: Finding | undefined): string[] {
  return (finding?.evidence ?? []).map(({value}) => value);
}

function soft(limit: string) {
  return full.with(`${parent}/limits`, text =>
    text.replace(/(open files +)64 {0,20}/, `$1${limit.padEnd(21)}`),
  );
}

function findings(twin = full) {
  return descriptorFindings(twin, descriptorTableNearlyFull);
}
