import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readlinkSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {INITIAL_PID_NAMESPACE} from '../../../src/kernel/pid-namespace.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {scriptInspection} from '../../../src/rules/inspections/scripts.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, statField} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocUnder} from '../../support/procdoc.ts';
import type {Subject} from '../../support/subject.ts';

const RULE = 'scripts/pidfile-names-another-process';

/** The findings about pid files, of the whole machine or of some processes. */
async function pidFileFindings(pids?: readonly number[]): Promise<readonly Finding[]> {
  const scope = new Scope(new Snapshot(openMachine()), pids && new Set(pids));
  return (await scriptInspection.inspect(scope)).filter(({rule}) => rule === RULE);
}

/** The evidence of a finding as data. */
function factsOf(finding: Finding): Array<[file: string, field: string | null, value: string]> {
  return finding.evidence.map(({file, field, value}) => [file, field, value]);
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
  it('names no process once that has exited', () =>
    withPidFile('ended', ([finding], subject, file) => {
      assert.deepEqual(finding?.subject, {path: file});
      assert.equal(finding.severity, 'warning');
      assert.equal(finding.what, `${file} names process ${subject.number('named')}, which doesn't exist.`);
      assert.deepEqual(factsOf(finding), [
        [file, null, `${subject.number('named')}`],
        [`/proc/${subject.number('named')}/stat`, null, 'ENOENT'],
        [`/proc/${subject.number('daemon')}/cmdline`, null, file],
      ]);
    }));

  it('names a zombie, which kill -0 takes for alive', () =>
    withPidFile('zombie', ([finding], subject) => {
      assert.equal(finding?.certainty, 'proven');
      process.kill(subject.number('named'), 0);
      assert.deepEqual(factsOf(finding).slice(1, 3), [
        [`/proc/${subject.number('named')}/stat`, 'state (3)', 'Z'],
        [`/proc/${subject.number('named')}/stat`, 'ppid (4)', statField(subject.number('named'), 4)],
      ]);
    }));

  it('names another process, which started after it was written', () =>
    withPidFile('reused', ([finding], subject) => {
      const named = subject.number('named');
      assert.equal(finding?.certainty, 'likely');
      assert.deepEqual(factsOf(finding).slice(1, 3), [
        [`/proc/${named}/stat`, 'comm (2)', commOf(named)],
        [`/proc/${named}/stat`, 'starttime (22)', statField(named, 22)],
      ]);
      assert.equal(finding.more, `procdoc tree ${named}`);
    }));

  it('names the daemon itself', () => withPidFile('own', findings => assert.deepEqual(findings, [])));
});

it('a pid file that a process has open is looked at', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-pid-file-'));
  const file = path.join(folder, 'open.pid');
  try {
    writeFileSync(file, '4194304\n');
    // By the environment, so that the command line does not name the file.
    const env = {PID_FILE_TO_OPEN: file};
    await withRunning(
      ['sh', '-c', 'exec 3<"$PID_FILE_TO_OPEN"; echo ready; read x'],
      {env},
      async ({pid}) => {
        const [finding] = existsSync('/proc/4194304') ? [] : await pidFileFindings([pid]);
        assert.deepEqual(finding?.subject, {path: file});
        assert.deepEqual(factsOf(finding).at(-1), [`/proc/${pid}/fd/3`, null, file]);
      },
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
});

const isOutermost = readlinkSync('/proc/self/ns/pid') === INITIAL_PID_NAMESPACE;
const skip = !(IS_ROOT && isOutermost) && 'needs root in the initial pid namespace';

it('a pid file in /run is looked at, of the whole machine', {skip}, async () => {
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

it('a pid file of the host names no process of a container', {skip: !IS_ROOT && 'needs root'}, async () => {
  const folder = mkdtempSync('/run/procdoc-pid-file-');
  try {
    for (const pid of [1, process.pid, 4194304])
      writeFileSync(path.join(folder, `pid-${pid}.pid`), `${pid}\n`);
    const container = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const inside = [...container, 'sh', '-c', '"$@"; exit $?', 'sh'];
    const {stdout} = await runProcdocUnder(inside, 'diagnose', '--rule', RULE, '--json');
    const {findings} = JSON.parse(stdout);
    assert.deepEqual(
      findings.filter(({what}: Finding) => what.startsWith(folder)),
      [],
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
});
