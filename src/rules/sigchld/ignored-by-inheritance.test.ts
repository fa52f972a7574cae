import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {statField, withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {ignored} from './ignored.ts';
import {ignoredByInheritance} from './ignored-by-inheritance.ts';

const attached = scene('client-and-daemon');
const client = attached.number('client');
const daemon = attached.number('daemon');

test('a daemon that ignores SIGCHLD as its parent does inherited that', async () => {
  const {verdicts} = await judgedSigchld(attached, daemon);
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.deepEqual(factsOf(verdict), [
    factIn(daemon, 'status', 'SigIgn', 'SIGCHLD'),
    factIn(client, 'status', 'SigIgn', 'SIGCHLD'),
  ]);
});

test('a bash between them, which catches SIGCHLD for itself, passes it on', async () => {
  const shell = scene('client-behind-shell');
  const {handling, verdicts} = await judgedSigchld(shell, shell.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.equal(handling.origin()?.process.pid, shell.number('client'));
  const [, origin, bash] = factsOf(verdict);
  assert.deepEqual(origin, factIn(shell.number('client'), 'status', 'SigIgn', 'SIGCHLD'));
  assert.deepEqual([bash?.field, bash?.value], ['SigCgt', 'SIGCHLD']);
});

test('where the kernel’s record can’t be read, the daemon may have set it itself: likely', async () => {
  for (const twin of [attached, scene('client-behind-shell')]) {
    const {verdicts} = await judgedSigchld(twin.withoutPrivilege(), twin.number('daemon'));
    assert.equal(verdictOf(ignoredByInheritance, verdicts)?.certainty, 'likely');
  }
});

describe('below a shell that does not ignore it itself, and no process that does,', () => {
  const behind = scene('client-behind-shell');
  const [above, below] = [behind.number('client'), behind.number('daemon')];
  const shell = behind.snapshot().find(below)?.stat.ppid ?? 0;
  const bare = behind.with(`${above}/status`, withNothingIn('SigIgn'));
  const by = (program: string, twin = bare) =>
    twin.withLinks(`${shell}/exe`, () => `/usr/local/bin/${program}`);

  for (const program of ['bash', 'mksh', 'yash', 'racket', 'posh', 'strace'])
    test(`${program} may have passed it on: neither that nor the program itself is likely`, async () => {
      const {handling, verdicts} = await judgedSigchld(by(program), below);
      assert.equal(handling.origin()?.how, 'unclear');
      assert.equal(verdictOf(ignored, verdicts)?.certainty, 'unknown');
      assert.equal(verdictOf(ignoredByInheritance, verdicts), undefined);
    });

  for (const program of ['dash', 'zsh', 'ksh93', 'tcsh', 'fish', 'rc', 'elvish'])
    test(`${program} passes nothing on`, async () => {
      const {handling, verdicts} = await judgedSigchld(by(program), below);
      assert.equal(handling.origin()?.how, 'own');
      assert.equal(verdictOf(ignored, verdicts)?.certainty, 'likely');
      const withIgnoring = await judgedSigchld(by(program, behind), below);
      assert.equal(withIgnoring.handling.origin()?.process.pid, below);
    });
});

test('a posh that shows the default itself passes on what it was started with', async () => {
  const behind = scene('client-behind-shell');
  const daemonBelow = behind.number('daemon');
  const shell = behind.snapshot().find(daemonBelow)?.stat.ppid ?? 0;
  const posh = behind
    .withLinks(`${shell}/exe`, () => '/usr/bin/posh')
    .with(`${shell}/status`, withNothingIn('SigCgt'));
  const {handling, verdicts} = await judgedSigchld(posh, daemonBelow);
  assert.equal(handling.origin()?.process.pid, behind.number('client'));
  const facts = factsOf(verdictOf(ignoredByInheritance, verdicts) ?? assert.fail());
  assert.deepEqual(
    facts.map(({file, field}) => [file, field]),
    [daemonBelow, behind.number('client'), shell].map(pid => [`/proc/${pid}/status`, 'SigIgn']),
  );
});

test('the daemon of a client that has exited likely inherited it from there', async () => {
  const gone = scene('client-gone');
  const {handling, verdicts} = await judgedSigchld(gone, gone.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  const {pid, stat} = handling.process;
  assert.deepEqual([handling.origin()?.how, verdict?.certainty], ['gone', 'likely']);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(pid, 'status', 'SigIgn', 'SIGCHLD'),
    factIn(pid, 'stat', 'ppid (4)', stat.ppid),
  ]);
});

test('what an orphan was forked with may be the choice of its program; what a program was started with is not', async () => {
  const gone = scene('client-gone');
  const orphan = gone.number('daemon');
  const severityIn = async (twin: typeof gone) =>
    verdictOf(ignoredByInheritance, (await judgedSigchld(twin, orphan)).verdicts)?.severity;
  assert.equal(await severityIn(gone), undefined);
  const forked = gone
    .with(`${orphan}/stat`, statField(9, 0x40))
    .withLinks(`${orphan}/exe`, () => '/usr/bin/server');
  assert.equal(await severityIn(forked), 'info');
});

test('a fork that runs the code of its living parent was started as no program', async () => {
  const forked = attached
    .with(`${daemon}/stat`, statField(9, 0x40))
    .withLinks(/^\d+\/exe$/, () => '/usr/bin/server');
  assert.equal(verdictOf(ignoredByInheritance, (await judgedSigchld(forked, daemon)).verdicts), undefined);
  const other = forked.withLinks(`${daemon}/exe`, () => '/usr/bin/other');
  assert.ok(verdictOf(ignoredByInheritance, (await judgedSigchld(other, daemon)).verdicts));
});

test('a parent that does not ignore it passed nothing on', async () => {
  const twin = attached.with(`${client}/status`, withNothingIn('SigIgn'));
  const {verdicts} = await judgedSigchld(twin, daemon);
  assert.equal(verdictOf(ignoredByInheritance, verdicts), undefined);
});

test('a program that catches SIGCHLD, ignored by its parent or not, inherited nothing', async () => {
  const twin = attached
    .with(`${daemon}/status`, withNothingIn('SigIgn'))
    .with(`${daemon}/status`, withSigchldIn('SigCgt'));
  assert.deepEqual((await judgedSigchld(twin, daemon)).verdicts, []);
});
