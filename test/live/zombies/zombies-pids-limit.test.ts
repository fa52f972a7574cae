import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync} from 'node:fs';
import {it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {zombieInspection} from '../../../src/rules/inspections/zombies.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {assertSeen} from '../../support/facts.ts';
import {compile, type Subject, until, withSubject} from '../../support/subject.ts';

const ZOMBIES = 12;
/** The parent, one child that lives, and the zombies. */
const TASKS = ZOMBIES + 2;

/** Makes a cgroup with a limit on its tasks; undefined where this machine doesn't allow it. */
function makeCgroup(): string | undefined {
  for (const parent of ['/sys/fs/cgroup/pids', '/sys/fs/cgroup']) {
    const folder = `${parent}/procdoc-test-${process.pid}`;
    try {
      mkdirSync(folder);
      if (existsSync(`${folder}/pids.max`)) return folder;
      rmdirSync(folder);
    } catch {}
  }
  return undefined;
}

const folder = makeCgroup();
if (folder !== undefined) rmdirSync(folder);

/** Runs a parent and its zombies in a cgroup of their own. */
async function withCrowd(use: (subject: Subject, cgroup: string) => Promise<void>): Promise<void> {
  const cgroup = makeCgroup() ?? assert.fail('no cgroup can be made');
  try {
    const start = 'echo $$ >"$0/cgroup.procs" && exec "$@"';
    const crowd = [await compile('crowd'), '1', `${ZOMBIES}`];
    await withSubject('supervisor.c', ['/bin/sh', '-c', start, cgroup, ...crowd], subject =>
      use(subject, cgroup),
    );
  } finally {
    await until('the cgroup can be removed', () => {
      try {
        rmdirSync(cgroup);
        return true;
      } catch {
        return false;
      }
    });
  }
}

/** What is found of limits, once the zombies of the parent have been dead for a while. */
async function limitFindings(parent: number): Promise<readonly Finding[]> {
  const inspect = async () => {
    const scope = new Scope(new Snapshot(openMachine()), new Set([parent]));
    const findings = await zombieInspection.inspect(scope);
    const unsettled = findings.some(
      ({rule, certainty}) => rule.includes('/parent-') && certainty === 'likely',
    );
    return !unsettled && findings;
  };
  const findings = await until('its zombies are judged for good', inspect);
  assert.ok(findings.some(({rule}) => rule === 'zombies/parent-never-waits'));
  return findings.filter(({rule}) => rule === 'zombies/pids-limit-near');
}

it('zombies eat up the tasks of a cgroup', {skip: folder === undefined && 'no cgroup can be made'}, () =>
  withCrowd(async (subject, cgroup) => {
    const parent = subject.number('parent');
    assert.equal(Number(readFileSync(`${cgroup}/pids.current`, 'latin1')), TASKS);
    assert.deepEqual(await limitFindings(parent), [], 'there is no limit yet');

    writeFileSync(`${cgroup}/pids.max`, `${TASKS * 2}\n`);
    assert.deepEqual(await limitFindings(parent), [], 'half of the limit is left');

    writeFileSync(`${cgroup}/pids.max`, `${TASKS + 1}\n`);
    const [finding, ...more] = await limitFindings(parent);
    assert.ok(finding && more.length === 0);
    assert.deepEqual(finding.subject, {path: cgroup});
    assertSeen(
      finding.evidence,
      {file: `${cgroup}/pids.max`, field: null, value: String(TASKS + 1)},
      {file: `${cgroup}/pids.current`, field: null, value: String(TASKS)},
      {file: '/proc/PID/cgroup', field: null, value: cgroup},
    );
    assert.ok(finding.what.startsWith(`${ZOMBIES} of ${TASKS} tasks in ${cgroup} `));
    assert.match(finding.remedy ?? '', new RegExp(`\\bcrowd \\(${parent}\\)`));
    assert.equal(finding.cause, `zombies of ${parent}`);
  }),
);
