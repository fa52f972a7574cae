import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {waitCycle} from '../../../src/rules/families/wait-cycle.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {descendantNamed} from '../../support/proc-witness.ts';
import {untilSettled} from '../../support/settled.ts';
import {until} from '../../support/subject.ts';

test('before it advises to end a helper that a command waits for, it says which lock that releases', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-helper-'));
  const lock = path.join(folder, 'lock');
  const script = `exec 3> >(exec 9>'${lock}'; flock 9; exec cat >/dev/null); wait $!`;
  try {
    const untilTold = 'bash -c "$0" & echo $!; cat; kill -KILL $!; wait';
    await withRunning(['bash', '-c', untilTold, script], {}, async ({numbers: [pid = 0]}) => {
      // Before it is cat, a bash has the lock, which does not read yet.
      const cat = await until('the helper is cat', () => descendantNamed(pid, 'cat'));
      await untilSettled(pid);
      const cycles = (await inspected(familyInspection, [pid])).filter(({rule}) => rule === waitCycle.id);
      assert.equal(cycles.length, 1);
      const remedy = cycles[0]?.remedy ?? '';
      assert.ok(remedy.startsWith(`Before you end it: cat (${cat}) holds the lock on ${lock}`), remedy);
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
});
