import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openMachine} from '../../src/kernel/machine.ts';
import {signalInspection} from '../../src/rules/signals/index.ts';
import {zombieInspection} from '../../src/rules/zombies/index.ts';
import {Snapshot} from '../../src/snapshot/snapshot.ts';
import {readZombies} from '../../src/snapshot/zombies.ts';
import {commOf, descendantsOf, stateOf, statusField} from '../proc-witness.ts';
import {IS_ROOT} from '../procdoc.ts';
import {compile, until} from '../subject.ts';
import {inShort, inspected} from './findings.ts';
import {type Running, withRunning} from './running.ts';

const ORPHANS = 5;
/** Ends when it has been adopted by PID 1. */
const ORPHAN = 'until grep -q "^PPid:.1$" /proc/$$/status; do :; done; echo adopted; exit 7';
/** Makes orphans, one after another, and lives to the end of its input. */
const COMMAND = `for orphan in ${'x '.repeat(ORPHANS)}; do (sh -c '${ORPHAN}' &) ; done; exec cat`;

/** Runs `use` when a command runs as PID 1 of a pid namespace of its own, and has had so many orphans. */
async function withInit(
  init: readonly string[],
  use: (pid: number, running: Running) => Promise<void>,
): Promise<void> {
  const unshare = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', ...init];
  await withRunning([...unshare, 'sh', '-c', COMMAND], {lines: ORPHANS}, async running => {
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
        const zombiesBefore = await readZombies(new Snapshot(openMachine()), {parent: pid});
        await until('it has reaped its orphans', () => descendantsOf(pid).length === 1);
        const family = [pid, ...descendantsOf(pid)];
        assert.deepEqual((await inspected(zombieInspection, family, zombiesBefore)).map(inShort), []);
        assert.deepEqual((await inspected(signalInspection, family)).map(inShort), []);
      });
    });
  }

  it('that is a shell does not take SIGTERM', () =>
    withInit([], async pid => {
      assert.equal(commOf(pid), 'cat');
      const findings = await inspected(signalInspection, [pid, ...descendantsOf(pid)]);
      assert.deepEqual(findings.map(inShort), [`signals/init-without-sigterm-handler of ${pid}, proven`]);
      process.kill(pid, 'SIGTERM');
      assert.equal(stateOf(pid), 'S');
    }));
});
