import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {scriptInspection} from '../../../src/rules/scripts/index.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {type Running, withRunning} from '../../support/live/running.ts';
import {descendantsOf, statField} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const wait = 'print("ready", flush=True)\nsys.stdin.read()\n';

/** A module is only known to have been imported where its byte code lies beside it. */
const env = {PYTHONDONTWRITEBYTECODE: undefined, PYTHONPYCACHEPREFIX: undefined};

/** Only a script that has run for ten seconds is judged. */
const SECONDS = 30;

async function findingsOf(...pids: number[]): Promise<readonly Finding[]> {
  return scriptInspection.inspect(new Scope(new Snapshot(openMachine()), new Set(pids)));
}

function findingFor(...pids: number[]): Promise<readonly Finding[]> {
  const find = async () => {
    const findings = await findingsOf(...pids);
    return findings.length > 0 && findings;
  };
  return until('something is found', find, SECONDS);
}

function untilJudged(pid: number): Promise<true> {
  return until('it is old enough', () => ageOf(pid) > 11, SECONDS);
}

/** In seconds. */
function ageOf(pid: number): number {
  const uptime = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]);
  return uptime - Number(statField(pid, 22)) / 100;
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
  it('a script that was written over runs on as it was', () =>
    withScript({'a.py': `import sys\n${wait}`}, ['python3', 'a.py'], async ({pid}, folder) => {
      writeFileSync(`${folder}/a.py`, '');
      const [finding, ...more] = await findingFor(pid);
      assert.deepEqual(more, []);
      assert.equal(finding?.rule, 'scripts/stale-code');
      assert.equal(finding.severity, 'warning');
      assert.match(
        finding.why,
        /a\.py was written or touched after it had started; it runs the code as it had/,
      );
      assert.ok(finding.evidence[0]?.includes(`starttime (22) is ${statField(pid, 22)},`));
      assert.ok(finding.evidence[1]?.startsWith(`${folder}/a.py: modified `));
      assert.equal(finding.more, `procdoc scripts ${folder}/a.py --deep`);
    }));

  it('a module that it had imported was changed', () =>
    withScript(
      {'a.py': `import sys, helper\n${wait}`, 'helper.py': 'x = 1\n'},
      ['python3', 'a.py'],
      async ({pid}, folder) => {
        writeFileSync(`${folder}/helper.py`, 'x = 2\n');
        const [finding] = await findingFor(pid);
        assert.match(finding?.why ?? '', /^a file it loads was written or touched/);
        assert.ok(finding?.what.endsWith(`runs older code than is on disk: ${folder}/helper.py.`));
      },
    ));

  it('a shell reads on in a script that was written in its place', () =>
    withScript({'a.sh': 'echo ready; read x\n'}, ['bash', 'a.sh'], async ({pid}, folder) => {
      writeFileSync(`${folder}/a.sh`, 'echo ready; read x\n#\n');
      const [finding] = await findingFor(pid);
      assert.match(finding?.why ?? '', /reads on in the new text at the old place/);
    }));

  it('a shell keeps to a script that was replaced', () =>
    withScript({'a.sh': 'echo ready; read x\n'}, ['bash', 'a.sh'], async ({pid}, folder) => {
      writeFileSync(`${folder}/b.sh`, 'echo ready; read x\n#\n');
      renameSync(`${folder}/b.sh`, `${folder}/a.sh`);
      const [finding] = await findingFor(pid);
      assert.match(finding?.why ?? '', /it has the old file open and reads on in that/);
    }));

  it('forked workers are told of by the process that they are copies of', () =>
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

  it('a reloader that has started the changed script anew is in order', () => {
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
  it('a script that was removed runs on', () =>
    withScript({'a.py': `import sys\n${wait}`}, ['python3', 'a.py'], async ({pid}, folder) => {
      rmSync(`${folder}/a.py`);
      const [finding, ...more] = await findingFor(pid);
      assert.deepEqual(more, []);
      assert.equal(finding?.rule, 'scripts/deleted');
      assert.equal(finding.certainty, 'likely');
      assert.match(finding.why, /a\.py is not there any more: it runs on with code that nobody can see/);
      assert.equal(finding.evidence[1], `/proc/${pid}/root${folder}/a.py: ENOENT`);
    }));

  it('a bash script that was removed is proven to be', () =>
    withScript({'a.sh': 'echo ready; read x\n:\n'}, ['bash', 'a.sh'], async ({pid}, folder) => {
      rmSync(`${folder}/a.sh`);
      const [finding] = await findingFor(pid);
      assert.equal(finding?.certainty, 'proven');
      assert.equal(finding.evidence[1], `/proc/${pid}/fd/255: ${folder}/a.sh (deleted)`);
    }));
});
