import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings} from '../../../test/support/recorded/verdicts.ts';
import {descriptorTableNearlyFull} from './descriptor-table-nearly-full.ts';

const full = scene('full-table');
const parent = full.number('parent');

test('a process with as many descriptors as it may have gets EMFILE', async () => {
  const [finding, ...others] = await findings();
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'proven');
  assert.match(finding.why, /has all 64 descriptors that it may have: .* fail with EMFILE now/);
  assert.match(finding.remedy ?? '', /prlimit --pid \d+ --nofile/);
});

test('from nine tenths of the soft limit on it is a warning, below it nothing', async () => {
  const [finding] = await findings(soft('71'));
  assert.match(finding?.why ?? '', /has 64 of the 71 descriptors that it may have: 7 more, and/);
  assert.deepEqual(await findings(soft('72')), []);
});

test('of a limit that was lowered afterwards only the numbers below it count', async () => {
  const [finding] = await findings(soft('40'));
  assert.match(finding?.why ?? '', /has all 40 descriptors/);
});

test('a limit so low that it is a sandbox’s, and none at all, are no want of room', async () => {
  assert.deepEqual(await findings(soft('8')), []);
  assert.deepEqual(await findings(soft('unlimited')), []);
});

test('a hard limit that is no higher has to be raised where the process is started', async () => {
  const hard = full.with(`${parent}/limits`, text => text.replace(/(open files +64 +)\d+/, '$164'));
  const [finding] = await findings(hard);
  assert.match(finding?.remedy ?? '', /LimitNOFILE=/);
});

test('limits that may not be read, or are mangled, are not guessed', async () => {
  assert.deepEqual(await findings(full.withErrno(`${parent}/limits`, 'EACCES')), []);
  assert.deepEqual(
    await findings(full.with(`${parent}/limits`, text => text.replace('open files', 'x'))),
    [],
  );
});

function soft(limit: string) {
  return full.with(`${parent}/limits`, text =>
    text.replace(/(open files +)64 {0,20}/, `$1${limit.padEnd(21)}`),
  );
}

function findings(twin = full) {
  return descriptorFindings(twin, descriptorTableNearlyFull);
}
