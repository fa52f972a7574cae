import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {withNothingIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {falseExitStatus} from './false-exit-status.ts';

/** A client that ignores SIGCHLD, and its child, which does so, too. */
const attached = scene('client-and-daemon');
const parent = attached.number('client');
const child = attached.number('daemon');

const running = (pid: number, exe: string) => attached.withLinks(`${pid}/exe`, () => exe);
const found = async (twin: Scene, pid: number) =>
  verdictOf(falseExitStatus, (await judgedSigchld(twin, pid)).verdicts);

for (const exe of ['/usr/bin/gawk', '/usr/bin/vim.basic', '/usr/bin/split'])
  test(`${exe} with a child reports success for what fails`, async () => {
    const verdict = await found(running(parent, exe), parent);
    assert.equal(verdict?.certainty, 'proven');
    assert.deepEqual(factsOf(verdict), [
      factIn(parent, 'status', 'SigIgn', 'SIGCHLD'),
      factIn(parent, 'exe', null, exe),
      factIn(child, 'stat', 'ppid (4)', parent),
    ]);
  });

test('one that has no child may never start any, except for a split with a filter', async () => {
  assert.equal(await found(running(child, '/usr/bin/gawk'), child), undefined);
  const split = running(child, '/usr/bin/split');
  const called = (argv: string) => found(split.withFile(`${child}/cmdline`, argv), child);
  assert.equal(await called('split\0-b1M\0-\0'), undefined);
  assert.equal((await called('split\0--filter=gzip\0-\0'))?.certainty, 'proven');
  assert.equal(
    await found(running(child, '/usr/bin/gawk').withFile(`${child}/cmdline`, 'gawk\0--file=x\0'), child),
    undefined,
  );
});

test('bun is likely to report success of a script of package.json only', async () => {
  const called = (argv: string) =>
    found(running(parent, '/usr/bin/bun').withFile(`${parent}/cmdline`, argv), parent);
  for (const argv of ['bun\0run\0build\0', 'bun\0--silent\0run\0build\0--now\0'])
    assert.equal((await called(argv))?.certainty, 'likely', argv);
  for (const argv of ['bun\0run\0server.ts\0', 'bun\0run\0./tool\0', 'bun\0server.js\0', 'bun\0run\0'])
    assert.equal(await called(argv), undefined, argv);
});

test('programs that fail loudly, or learn the status in another way, are left to the other rules', async () => {
  for (const exe of ['/usr/bin/php8.2', '/usr/bin/mawk', '/usr/bin/perl', '/opt/client'])
    assert.equal(await found(running(parent, exe), parent), undefined, exe);
});

test('with SIGCHLD at its default nothing is lost', async () => {
  const twin = running(parent, '/usr/bin/gawk').with(`${parent}/status`, withNothingIn('SigIgn'));
  assert.equal(await found(twin, parent), undefined);
});
