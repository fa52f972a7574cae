import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {waitCycle} from '../../../src/rules/families/wait-cycle.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {until} from '../../support/subject.ts';

test('before it advises to end a helper that a command waits for, it says which lock that releases', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-helper-'));
  const lock = path.join(folder, 'lock');
  const script = `exec 3> >(exec 9>'${lock}'; flock 9; exec cat >/dev/null); wait $!`;
  try {
    const untilTold = 'bash -c "$0" & echo $!; cat; kill -KILL $!; wait';
    await withRunning(['bash', '-c', untilTold, script], {}, async ({numbers: [pid = 0]}) => {
      const [finding] = await until('the deadlock stands', async () => {
        const found = await inspected(familyInspection, [pid]);
        const cycles = found.filter(({rule}) => rule === waitCycle.id);
        return cycles.some(({remedy}) => remedy?.includes(lock)) && cycles;
      });
      assert.match(finding?.remedy ?? '', /^Before you end it: cat \(\d+\) holds the lock on /);
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
});
