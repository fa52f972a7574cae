import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {statField, statusLine, withNothingIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {knownOrigin} from '../../snapshot/signal-origins/origin.ts';
import {ignored} from './ignored.ts';

const recorded = scene('sigchld-ignored');
const pid = recorded.number('program');
const supervisor = recorded.number('supervisor');
/** Without the privilege to see that its parent is a subreaper. */
const plain = recorded.withoutPrivilege();

test('a process that ignores SIGCHLD while its parent does not has set it itself, or its launcher has', async () => {
  const {verdicts} = await judgedSigchld(plain, pid);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [['sigchld/ignored', 'likely']],
  );
  const [own, ofParent] = factsOf(verdicts[0] ?? assert.fail());
  assert.deepEqual(own, factIn(pid, 'status', 'SigIgn', 'SIGCHLD'));
  assert.deepEqual([ofParent?.file, ofParent?.field], [`/proc/${supervisor}/status`, 'SigIgn']);
});

test('what a parent does that isn’t visible is not claimed', async () => {
  const verdict = verdictOf(ignored, (await judgedSigchld(recorded.without(supervisor), pid)).verdicts);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [factIn(pid, 'status', 'SigIgn', 'SIGCHLD')]);
});

test('what PID 1 or a subreaper does is no evidence: it may have adopted the process', async () => {
  const init = plain.with(`${supervisor}/status`, statusLine('NSpid', `${supervisor}\t1`));
  for (const twin of [init, recorded]) await assertUnclear(twin);
});

test('the default, and a handler, are not ignored', async () => {
  const twin = recorded.with(`${pid}/status`, withNothingIn('SigIgn'));
  assert.deepEqual((await judgedSigchld(twin, pid)).verdicts, []);
  const caught = scene('sigchld-caught');
  assert.deepEqual((await judgedSigchld(caught, caught.number('program'))).verdicts, []);
});

test('a SIGCHLD that the parent ignores, too, was inherited', async () => {
  const attached = scene('client-and-daemon');
  const {verdicts} = await judgedSigchld(attached, attached.number('daemon'));
  assert.equal(verdictOf(ignored, verdicts), undefined);
});

test('flags of sigaction(2), which execve(2) clears, show that the process set it itself', async () => {
  const attached = scene('client-and-daemon');
  const client = attached.number('client');
  const {handling, verdicts} = await judgedSigchld(attached, client);
  assert.deepEqual(handling.origin()?.how, 'own');
  const verdict = verdictOf(ignored, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.deepEqual(factsOf(verdict), [
    factIn(client, 'status', 'SigIgn', 'SIGCHLD'),
    {file: `sigaction(2) of ${client}`, field: 'sa_flags', value: 'SA_RESTART'},
  ]);
  const unseen = (await judgedSigchld(attached.withoutPrivilege(), client)).verdicts;
  assert.equal(verdictOf(ignored, unseen)?.certainty, 'likely');
});

test('a program that ignores SIGCHLD by design still learns every status', async () => {
  for (const exe of ['/usr/lib/erlang/erts-13.1.5/bin/beam.smp', '/usr/lib/clisp-2.49.93/base/lisp.run']) {
    const twin = plain.withLinks(`${pid}/exe`, () => exe);
    const {handling, verdicts} = await judgedSigchld(twin, pid);
    assert.deepEqual([verdicts, handling.effects()], [[], ['statuses-learned-otherwise']], exe);
  }
});

test('a worker that was forked from its living parent sets it for itself, as its program is made', async () => {
  const flags = `${recorded.number('program')}/stat`;
  const forked = plain.with(flags, statField(9, 0x40)).withLinks(/^\d+\/exe$/, () => '/usr/sbin/apache2');
  assert.deepEqual((await judgedSigchld(forked, pid)).verdicts, []);
  const other = forked.withLinks(`${pid}/exe`, () => '/usr/bin/other');
  assert.deepEqual(
    (await judgedSigchld(other, pid)).verdicts.map(({rule}) => rule),
    ['sigchld/ignored'],
  );
});

test('a program that set it itself, and isn’t seen to need an exit status, may mean it', async () => {
  const attached = scene('client-and-daemon');
  const [client, daemon] = [attached.number('client'), attached.number('daemon')];
  const severityIn = async (twin: typeof attached) =>
    verdictOf(ignored, (await judgedSigchld(twin, client)).verdicts)?.severity;
  const alone = attached.without(daemon);
  assert.equal(await severityIn(alone), 'info');
  assert.equal(await severityIn(alone.withoutPrivilege()), 'info');
  assert.equal(await severityIn(attached), undefined, 'its daemon inherited it');
  const behind = scene('client-behind-shell');
  const {verdicts} = await judgedSigchld(behind, behind.number('client'));
  assert.equal(verdictOf(ignored, verdicts)?.severity, undefined, 'a daemon below its shell inherited it');
});

async function assertUnclear(twin: typeof recorded): Promise<void> {
  const judged = await judgedSigchld(twin, pid);
  const origin = judged.handling.origin();
  assert.ok(origin);
  assert.deepEqual([origin.how, knownOrigin(origin)], ['unclear', undefined]);
  assert.deepEqual(
    judged.verdicts.map(({rule, certainty}) => [rule, certainty]),
    [['sigchld/ignored', 'likely']],
  );
  assert.deepEqual(factsOf(judged.verdicts[0] ?? assert.fail('no verdict')), [
    factIn(pid, 'status', 'SigIgn', 'SIGCHLD'),
    factIn(pid, 'stat', 'ppid (4)', supervisor),
  ]);
}
