import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comm} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {familyFindings, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Verdict} from '../rule.ts';
import {processGroupLeaderGone} from './process-group-leader-gone.ts';

const killed = scene('killed-wrapper');
const wrapper = killed.number('wrapper');
const [first = 0, second = 0] = killed.numbers('commands');

async function verdictOn(where: Scene): Promise<Verdict | undefined> {
  return verdictOf(processGroupLeaderGone, await familyFindings(where));
}

test('the processes that a killed wrapper left are named, with the group to signal', async () => {
  const findings = (await familyFindings(killed)).filter(({rule}) => rule === processGroupLeaderGone.id);
  assert.deepEqual(
    findings.map(({what, severity}) => [what, severity]),
    [
      [
        `killed-wrapper (${first}) and killed-wrapper (${second}) still run in process group ${wrapper}, whose leader has exited.`,
        'info',
      ],
    ],
  );
  const [finding] = findings;
  assert.match(finding?.certainty ?? '', /^(proven|likely)$/);
  assert.deepEqual(
    finding?.evidence.map(({file, field, value}) => [file, field, value]),
    [
      [`/proc/${first}/stat`, 'pgrp (5)', `${wrapper}`],
      [`/proc/${first}/stat`, 'ppid (4)', `${killed.number('program')}`],
      [`/proc/${wrapper}/stat`, null, 'ENOENT'],
      [`signal_struct of ${killed.number('program')}`, 'is_child_subreaper', 'set'],
    ],
  );
  assert.ok(finding?.remedy?.includes(`\`kill -TERM -${wrapper}\`.`));
});

test('a leader that is a zombie has exited, too', async () => {
  const zombie = `${wrapper} (sh) Z ${killed.number('program')} ${wrapper} ${wrapper} 0 -1 4194304${' 0'.repeat(10)} 1 0 1${' 0'.repeat(30)}\n`;
  const verdict = await verdictOn(killed.withFile(`${wrapper}/stat`, zombie));
  const {file, field, value} = verdict?.evidence[2] ?? {};
  assert.deepEqual([file, field, value], [`/proc/${wrapper}/stat`, 'state (3)', 'Z']);
});

test('a daemon made by double fork, and a nohup job, stay on purpose', async () => {
  for (const name of ['double-fork-daemon', 'nohup-jobs'])
    assert.equal(await verdictOn(scene(name)), undefined, name);
});

test('the rest of a pipeline whose shell lives is at work', async () => {
  assert.equal(await verdictOn(scene('pipeline-without-leader')), undefined);
});

test('a group in which a living shell started another member is a job of that shell', () => {
  const shell = {comm: 'sh', pid: 1} as Process;
  const orphans = [{staysOnPurpose: () => false} as Orphan] as const;
  const leaderGone = {kind: 'no-such-process'} as const;
  const group = {pgid: 60, leaderGone, orphans, members: [], starter: shell};
  assert.equal(processGroupLeaderGone.check(group), undefined);
});

test('a group whose leader lives is in order: workers of a server, siblings with a lock', async () => {
  for (const name of ['prefork-server', 'inherited-flock'])
    assert.equal(await verdictOn(scene(name)), undefined, name);
});

test('whether they stay on purpose is unknown where their status cannot be read', async () => {
  const hidden = killed.withErrno(/^\d+\/status$/, 'EACCES');
  assert.equal((await verdictOn(hidden))?.certainty, 'unknown');
});

test('a hostile name stays as it is, for the page to make safe', async () => {
  const hostile = killed.with(`${first}/stat`, comm(') Z 1 (\u001b'));
  assert.ok((await verdictOn(hostile))?.why.startsWith(`) Z 1 (\u001b (${first})`));
});
