/** A real cron with a job, and what `inspect` says of what the job started. */
import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, rmSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {inspectAnswer} from '../../../src/render/contract/inspect.ts';
import {type Card, startersOf} from '../../support/live/cards.ts';
import {makeFiles} from '../../support/live/running.ts';
import {descendantNamed, descendantsOf, isGone, parentOf} from '../../support/proc-witness.ts';
import {IS_ROOT, type Output, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** The shell stays, because it has something to do after the command. */
const JOB = 'sleep 1d; true';

/** A job for the start of the machine runs at once, if /run says that cron has not run since. */
const APART = `mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/spool/cron/crontabs &&
mount --bind "$1/cron.d" /etc/cron.d && mount --bind "$1/crontab" /etc/crontab && exec cron -f`;

describe('of a job of cron, inspect shows', {skip: !IS_ROOT && 'needs root'}, () => {
  let folder: string;
  let cron: ChildProcess;
  let command: number;
  /** The process that cron has for the job, and that starts its shell. */
  let own: number;
  const answers = new Map<string, readonly Card[]>();

  before(async () => {
    folder = makeFiles({'cron.d/job': `@reboot root ${JOB}\n`, crontab: ''});
    // Cron takes no file that others may write.
    for (const name of ['cron.d/job', 'crontab']) chmodSync(path.join(folder, name), 0o644);
    cron = spawn('unshare', ['--mount', 'sh', '-c', APART, 'sh', folder], {stdio: 'ignore'});
    await once(cron, 'spawn');
    command = await until('the job runs', () => descendantNamed(cron.pid ?? 0, 'sleep'));
    own = parentOf(parentOf(command));
    const asked = ['inspect', `${command}`, `${own}`];
    const file = path.join(folder, 'root.procdoc');
    answers.set('live', cardsIn(await runProcdoc(...asked, '--json')));
    assert.equal((await runProcdoc('record', '-o', file)).status, 0);
    answers.set('from a recording', cardsIn(await runProcdoc(...asked, '--from', file, '--json')));
    answers.set('as nobody', cardsIn(await runProcdocAsNobody(...asked, '--json')));
  });

  after(async () => {
    const all = [cron.pid ?? 0, ...descendantsOf(cron.pid ?? 0)];
    for (const pid of all) if (!isGone(pid)) process.kill(pid, 'SIGKILL');
    await until('cron and its job are gone', () => all.every(isGone));
    rmSync(folder, {recursive: true});
  });

  function cardsIn({status, stdout, stderr}: Output): readonly Card[] {
    assert.equal(status, 0, stderr);
    return inspectAnswer.parse(JSON.parse(stdout)).cards;
  }

  const cronsOf = (how: string, pid: number) =>
    startersOf(answers.get(how)?.find(card => card.process.pid === pid) ?? assert.fail(how))
      .filter(({kind}) => kind === 'cron')
      .map(({name, process, facts}) => [name, process?.pid, facts.map(({kind}) => kind)]);

  for (const how of ['live', 'from a recording', 'as nobody'])
    it(`${how}: the line of the crontab, of what its shell started, and none of the process of cron for it`, () => {
      assert.deepEqual(cronsOf(how, command), [[JOB, own, ['heuristic']]]);
      assert.deepEqual(cronsOf(how, own), [[null, cron.pid, ['heuristic']]]);
    });
});
