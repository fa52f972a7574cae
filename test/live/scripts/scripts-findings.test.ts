import assert from 'node:assert/strict';
import {mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {scriptInspection} from '../../../src/rules/inspections/scripts.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {type Running, withRunning} from '../../support/live/running.ts';
import {ageOf, descendantsOf, statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const wait = 'print("ready", flush=True)\nsys.stdin.read()\n';

/** A module is only known to have been imported if its byte code lies next to it. */
const env = {PYTHONDONTWRITEBYTECODE: undefined, PYTHONPYCACHEPREFIX: undefined};

async function findingsOf(...pids: number[]): Promise<readonly Finding[]> {
  return scriptInspection.inspect(new Scope(new Snapshot(openMachine()), new Set(pids)));
}

async function findingFor(pid: number): Promise<readonly Finding[]> {
  await untilJudged(pid);
  const find = async () => {
    const findings = await findingsOf(pid);
    return findings.length > 0 && findings;
  };
  return until('something is found', find);
}

/** Only a script that has run for ten seconds is judged. */
function untilJudged(pid: number): Promise<true> {
  return until('it is old enough', () => ageOf(pid) > 11);
}

/** Runs a script that lies, with other files, in a folder of its own: not in /tmp, where scripts come and go. */
async function withScript(
  files: Readonly<Record<string, string>>,
  [interpreter, script]: readonly [interpreter: string, script: string],
  use: (running: Running, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(homedir(), '.procdoc-scripts-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    await withRunning([interpreter, path.join(folder, script)], {env}, async running => {
      const family = [running.pid, ...descendantsOf(running.pid)];
      // A file written within a moment of the start may be older than that.
      await until('a change is later than the start', () => family.every(pid => ageOf(pid) > 0.2));
      await use(running, folder);
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}

describe('scripts/stale-code', {concurrency: 8}, () => {
  it('a script that was written over still runs as it was', () =>
    withScript({'a.py': `import sys\n${wait}`}, ['python3', 'a.py'], async ({pid}, folder) => {
      writeFileSync(`${folder}/a.py`, '');
      const [finding, ...more] = await findingFor(pid);
      assert.deepEqual(more, []);
      assert.equal(finding?.rule, 'scripts/stale-code');
      assert.equal(finding.severity, 'warning');
      assert.equal(finding.certainty, 'likely');
      const [start, change] = finding.evidence;
      assert.deepEqual([start?.field, start?.value], ['starttime (22)', statField(pid, 22)]);
      assert.deepEqual([change?.file, change?.field], [`${folder}/a.py`, 'mtime']);
      assert.equal(finding.more, `procdoc scripts ${folder}/a.py --deep`);
    }));

  it('a module that it had imported was changed', () =>
    withScript(
      {'a.py': `import sys, helper\n${wait}`, 'helper.py': 'x = 1\n'},
      ['python3', 'a.py'],
      async ({pid}, folder) => {
        writeFileSync(`${folder}/helper.py`, 'x = 2\n');
        const [finding] = await findingFor(pid);
        assert.equal(finding?.rule, 'scripts/stale-code');
        assert.equal(finding.evidence[1]?.file, `${folder}/helper.py`);
      },
    ));

  it('a shell continues in a script that was written in place', () =>
    withScript({'a.sh': 'echo ready; read x\n'}, ['bash', 'a.sh'], async ({pid}, folder) => {
      writeFileSync(`${folder}/a.sh`, 'echo ready; read x\n#\n');
      const [finding] = await findingFor(pid);
      assert.match(finding?.why ?? '', /old position in the new text/);
    }));

  it('a shell keeps to a script that was replaced', () =>
    withScript({'a.sh': 'echo ready; read x\n'}, ['bash', 'a.sh'], async ({pid}, folder) => {
      writeFileSync(`${folder}/b.sh`, 'echo ready; read x\n#\n');
      renameSync(`${folder}/b.sh`, `${folder}/a.sh`);
      const [finding] = await findingFor(pid);
      assert.match(finding?.why ?? '', /has the old file open/);
    }));

  it('forked workers are left out if the process that they are copies of is reported', () =>
    withScript(
      {'a.py': `import os, sys\nif os.fork() == 0:\n  sys.stdin.read(); os._exit(0)\n${wait}os.wait()\n`},
      ['python3', 'a.py'],
      async ({pid}, folder) => {
        writeFileSync(`${folder}/a.py`, '');
        const [worker = 0] = descendantsOf(pid);
        await untilJudged(worker);
        const findings = await findingsOf(pid, worker);
        assert.deepEqual(
          findings.map(({subject}) => 'pid' in subject && subject.pid),
          [pid],
        );
        assert.equal((await findingsOf(worker)).length, 1);
      },
    ));

  it('a reloader that has started the changed script again is in order', () => {
    const again = `child = subprocess.Popen([sys.executable, __file__, "again"], stdout=subprocess.DEVNULL)\n`;
    const reload = `import os, subprocess, sys, time\nreload = os.path.join(os.path.dirname(__file__), "reload")\nif len(sys.argv) > 1: sys.exit(sys.stdin.read())\nprint("ready", flush=True)\nwhile not os.path.exists(reload): time.sleep(0.05)\n${again}child.wait()\n`;
    return withScript({'a.py': reload}, ['python3', 'a.py'], async ({pid}, folder) => {
      writeFileSync(`${folder}/a.py`, `${reload}# later\n`);
      try {
        assert.equal((await findingFor(pid)).length, 1);
      } finally {
        writeFileSync(`${folder}/reload`, '');
      }
      await until('it is not accused any more', async () => (await findingsOf(pid)).length === 0);
    });
  });

  it('a script that was left alone is in order', () =>
    withScript({'a.py': `import sys\n${wait}`}, ['python3', 'a.py'], async ({pid}) => {
      await untilJudged(pid);
      assert.deepEqual(await findingsOf(pid), []);
    }));
});

describe('scripts/deleted', {concurrency: 2}, () => {
  it('a script that was removed still runs', () =>
    withScript({'a.py': `import sys\n${wait}`}, ['python3', 'a.py'], async ({pid}, folder) => {
      rmSync(`${folder}/a.py`);
      const [finding, ...more] = await findingFor(pid);
      assert.deepEqual(more, []);
      assert.equal(finding?.rule, 'scripts/deleted');
      assert.equal(finding.certainty, 'likely');
      const {file, field, value} = finding.evidence[1] ?? {};
      assert.deepEqual([file, field, value], [`/proc/${pid}/root${folder}/a.py`, null, 'ENOENT']);
    }));

  it('a bash script that was removed is proven to be', () =>
    withScript({'a.sh': 'echo ready; read x\n:\n'}, ['bash', 'a.sh'], async ({pid}, folder) => {
      rmSync(`${folder}/a.sh`);
      const [finding] = await findingFor(pid);
      assert.equal(finding?.certainty, 'proven');
      const {file, value} = finding.evidence[1] ?? {};
      assert.deepEqual([file, value], [`/proc/${pid}/fd/255`, `${folder}/a.sh (deleted)`]);
    }));
});
