import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {scriptInspection} from '../../../src/rules/scripts/index.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, statField} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import type {Subject} from '../../support/subject.ts';

const RULE = 'scripts/pidfile-names-another-process';

/** What is found of pid files, of the whole machine or of some processes. */
async function pidFileFindings(pids?: readonly number[]): Promise<readonly Finding[]> {
  const scope = new Scope(new Snapshot(openMachine()), pids && new Set(pids));
  return (await scriptInspection.inspect(scope)).filter(({rule}) => rule === RULE);
}

/** Runs a daemon whose pid file holds the pid of something, and looks for that file alone. */
async function withPidFile(
  what: string,
  use: (findings: readonly Finding[], subject: Subject, file: string) => void,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-pid-file-'));
  const file = path.join(folder, 'guard.pid');
  try {
    await stands('pid-file.py', [what, '--pid-file', file], async subject => {
      use(await pidFileFindings([subject.number('daemon')]), subject, file);
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}

describe('a pid file that a daemon has in its command line', () => {
  it('names nobody when the process has ended', () =>
    withPidFile('ended', ([finding], subject, file) => {
      assert.deepEqual(finding?.subject, {path: file});
      assert.equal(finding.severity, 'warning');
      assert.match(finding.why, new RegExp(`names process ${subject.number('named')}, which is not there`));
      assert.equal(finding.evidence[1], `/proc/${subject.number('named')}/stat: ENOENT`);
      assert.match(
        finding.evidence[2] ?? '',
        new RegExp(`\\(${subject.number('daemon')}\\) has it open, or in`),
      );
    }));

  it('names a zombie, which kill -0 takes for alive', () =>
    withPidFile('zombie', ([finding], subject) => {
      assert.equal(finding?.certainty, 'proven');
      process.kill(subject.number('named'), 0);
      assert.match(finding.why, /which is a zombie: kill -0 succeeds/);
    }));

  it('names another process, which started after it was written', () =>
    withPidFile('reused', ([finding], subject) => {
      const named = subject.number('named');
      assert.equal(finding?.certainty, 'proven');
      assert.match(finding.why, new RegExp(`names process ${named}, which is ${commOf(named)} by now`));
      assert.ok(finding.evidence[1]?.includes(`starttime (22) is ${statField(named, 22)},`));
      assert.equal(finding.more, `procdoc tree ${named}`);
    }));

  it('names the daemon itself', () => withPidFile('own', findings => assert.deepEqual(findings, [])));
});

it('a pid file that a process has open is looked at', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-pid-file-'));
  const file = path.join(folder, 'open.pid');
  try {
    writeFileSync(file, '4194304\n');
    await withRunning(['sh', '-c', 'exec 3<"$0"; echo ready; read x', file], {}, async ({pid}) => {
      const [finding] = existsSync('/proc/4194304') ? [] : await pidFileFindings([pid]);
      assert.deepEqual(finding?.subject, {path: file});
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
});

it('a pid file in /run is looked at, of the whole machine', {skip: !IS_ROOT && 'needs root'}, async () => {
  const folder = mkdtempSync('/run/procdoc-pid-file-');
  try {
    writeFileSync(path.join(folder, 'ended.pid'), '4194304\n');
    writeFileSync(path.join(folder, 'own.pid'), `${process.pid}\n`);
    writeFileSync(path.join(folder, 'none.pid'), 'starting\n');
    const mine = (await pidFileFindings()).filter(({what}) => what.startsWith(folder));
    assert.deepEqual(
      mine.map(({subject}) => subject),
      [{path: path.join(folder, 'ended.pid')}],
    );
    assert.deepEqual(await pidFileFindings([process.ppid]), []);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
