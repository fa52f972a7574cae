import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {zombieInspection} from '../../../src/rules/inspections/zombies.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {until} from '../../support/subject.ts';

/** Healthy programs that get to a child once something else is over, which takes as long as nobody writes to their input. */
const GET_TO_IT_LATER = {
  'reads what another child writes': ["subprocess.check_output(['cat'])", 'zombies/parent-held-up'],
  'waits for one child after the other': [
    "subprocess.Popen(['cat']).wait()",
    'zombies/parent-waits-for-another-child',
  ],
} as const;

/** How long such a wait passes for one of a moment, in milliseconds; a machine that stalls may let it last longer. */
const PASSING_MS = 10_000;

describe('a parent that gets to its child in a while is not warned of', {concurrency: 2}, () => {
  for (const [what, [wait, rule]] of Object.entries(GET_TO_IT_LATER)) {
    const program = `import subprocess\nchild = subprocess.Popen(['true'])\n${wait}\nchild.wait()`;
    it(`${what}: ${rule}`, async () => {
      const startedAtMs = performance.now();
      await withRunning(['python3', '-c', program], {lines: 0}, async ({pid}) => {
        const found = await until('its child has been dead for a while', async () => {
          const all = await inspected(zombieInspection, [pid]);
          return all.some(finding => finding.rule === rule) && all;
        });
        const isPassing = performance.now() - startedAtMs < PASSING_MS;
        assert.deepEqual(
          found.map(finding => finding.rule),
          [rule],
        );
        // The wait began some time after the program.
        if (isPassing) assert.equal(found[0]?.severity, 'info');
      });
    });
  }
});
