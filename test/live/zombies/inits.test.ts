import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {zombieInspection} from '../../../src/rules/inspections/zombies.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {type Running, withRunning} from '../../support/live/running.ts';
import {commOf, descendantsOf, isGone, statusField} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {compile, until} from '../../support/subject.ts';

const ORPHANS = 5;
const LOOKS = 10;
/** Exits when PID 1 has adopted it. */
const ORPHAN = 'until grep -q "^PPid:.1$" /proc/$$/status; do :; done; echo adopted; exit 7';
/** Makes orphans as long as its input is open. */
const COMMAND = `(while sleep 0.01; do (sh -c '${ORPHAN}' &); done) & exec cat`;

/** Runs `use` when a command runs as PID 1 of a pid namespace of its own, and has had so many orphans. */
async function withInit(
  init: readonly string[],
  use: (pid: number, running: Running) => Promise<void>,
): Promise<void> {
  const unshare = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', ...init];
  await withRunning([...unshare, 'sh', '-c', COMMAND], {lines: ORPHANS, rests: false}, async running => {
    const pid = descendantsOf(running.pid).find(each => /\s1$/.test(statusField(each, 'NSpid')));
    assert.ok(pid !== undefined, `${init[0]} is PID 1 of no namespace`);
    await use(pid, running);
  });
}

describe('an init in a pid namespace', {skip: !IS_ROOT && 'needs root', concurrency: 2}, () => {
  for (const [name, command] of [
    ['tini', async () => ['tini', '--']],
    ['dumb-init', async () => ['dumb-init']],
    ['catatonit', async () => ['catatonit', '--']],
    ['signalfd-init', async () => [await compile('signalfd-init')]],
  ] as const) {
    it(`takes SIGTERM and reaps the orphans it is given: ${name}`, async () => {
      await withInit(await command(), async pid => {
        assert.equal(commOf(pid), name);
        for (let look = 0; look < LOOKS; look++) {
          const zombiesBefore = await readZombies(new Snapshot(openMachine()));
          await until('no zombie of before is left', async () => {
            const findings = await inspected(zombieInspection, familyOf(pid), zombiesBefore);
            return findings.length === 0;
          });
        }
        assert.deepEqual((await inspected(signalInspection, familyOf(pid))).map(inShort), []);
        process.kill(pid, 'SIGTERM');
        await until('it exits on SIGTERM', () => isGone(pid));
      });
    });
  }

  it('that is a plain program neither takes SIGTERM nor reaps', () =>
    withInit([], async pid => {
      assert.equal(commOf(pid), 'cat');
      // Nothing is there that would stop it by SIGTERM.
      assert.deepEqual((await inspected(signalInspection, familyOf(pid))).map(inShort), []);
      process.kill(pid, 'SIGTERM');
      assert.ok(!isGone(pid));
      await until('an orphan of it has been a zombie for a while', async () => {
        const zombies = await inspected(zombieInspection, [pid]);
        return zombies.map(inShort).includes(`zombies/init-does-not-reap of ${pid}, proven`);
      });
    }));
});

function familyOf(pid: number): number[] {
  return [pid, ...descendantsOf(pid)];
}
