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

test('what a killed wrapper left is named, with the group to signal', async () => {
  const findings = (await familyFindings(killed)).filter(({rule}) => rule === processGroupLeaderGone.id);
  assert.deepEqual(
    findings.map(({what, severity}) => [what, severity]),
    [
      [
        `killed-wrapper (${first}) and killed-wrapper (${second}) left in process group ${wrapper} without a leader.`,
        'info',
      ],
    ],
  );
  const [finding] = findings;
  assert.match(finding?.certainty ?? '', /^(proven|likely)$/);
  assert.deepEqual(finding?.evidence.slice(0, 2), [
    `/proc/${first}/stat: process group ${wrapper}, parent ${killed.number('program')}`,
    `there is no /proc/${wrapper}`,
  ]);
  assert.match(finding?.remedy ?? '', new RegExp(`kill -TERM -${wrapper} ends the whole group`));
});

test('a leader that is a zombie is gone, too', async () => {
  const zombie = `${wrapper} (sh) Z ${killed.number('program')} ${wrapper} ${wrapper} 0 -1 4194304${' 0'.repeat(10)} 1 0 1${' 0'.repeat(30)}\n`;
  const verdict = await verdictOn(killed.withFile(`${wrapper}/stat`, zombie));
  assert.equal(verdict?.evidence[1], `/proc/${wrapper}/stat says zombie`);
});

test('a daemon made by double fork, and a nohup job, are meant to stay', async () => {
  for (const name of ['double-fork-daemon', 'nohup-jobs'])
    assert.equal(await verdictOn(scene(name)), undefined, name);
});

test('the rest of a pipeline, of which the shell lives that started it, is at work', async () => {
  assert.equal(await verdictOn(scene('pipeline-without-leader')), undefined);
});

test('a group of which a shell started another member, and lives, is a job of it', () => {
  const shell = {comm: 'sh', pid: 1} as Process;
  const orphans = [{meantToStay: () => false} as Orphan] as const;
  const group = {pgid: 60, goneBecause: 'there is no /proc/60', orphans, members: [], starter: shell};
  assert.equal(processGroupLeaderGone.check(group), undefined);
});

test('a group whose leader lives is in order: workers of a server, siblings with a lock', async () => {
  for (const name of ['prefork-server', 'inherited-flock'])
    assert.equal(await verdictOn(scene(name)), undefined, name);
});

test('whether they are meant to stay is unknown where their status may not be read', async () => {
  const hidden = killed.withErrno(/^\d+\/status$/, 'EACCES');
  assert.equal((await verdictOn(hidden))?.certainty, 'unknown');
});

test('a hostile name is told as it is, for the page to make safe', async () => {
  const hostile = killed.with(`${first}/stat`, comm(') Z 1 (\u001b'));
  assert.ok((await verdictOn(hostile))?.why.startsWith(`) Z 1 (\u001b (${first})`));
});
