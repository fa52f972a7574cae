import assert from 'node:assert/strict';
import {once} from 'node:events';
import {describe, it} from 'node:test';
import {askZombies, heldToContract} from '../../support/live/answers.ts';
import {withPidNamespace} from '../../support/live/pid-namespace.ts';
import {commOf, descendantsOf, stateOf, statusField} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const innerPid = (pid: number) => Number(statusField(pid, 'NSpid').split(/\s+/).at(-1));

describe('inside a pid namespace', {skip: !IS_ROOT && 'needs root'}, () => {
  it('a zombie of PID 1 has the pids of the namespace, and PID 1 does not reap', () =>
    withPidNamespace('never-waits', ['1'], async ({init, procdocJson}) => {
      const [outer] = descendantsOf(init);
      const {zombies} = heldToContract(await procdocJson('zombies'));
      assert.deepEqual(
        zombies.map(({pid, ppid, nspids, verdict}) => ({pid, ppid, nspids, rule: verdict.rule})),
        [
          {
            pid: innerPid(outer ?? 0),
            ppid: 1,
            nspids: [innerPid(outer ?? 0)],
            rule: 'zombies/init-does-not-reap',
          },
        ],
      );
    }));

  it('what keeps a parent from reaping is only likely, since a process outside may have the pipe, too', () =>
    withPidNamespace('never-waits', ['0'], async ({start, procdocJson}) => {
      const script = `import os, subprocess
r, w = os.pipe()
child = subprocess.Popen(["true"]); holder = subprocess.Popen(["sleep", "60"], pass_fds=[w])
os.close(w)
os.read(r, 1)`;
      const parent = start('python3', '-c', script);
      const left = once(parent, 'exit');
      try {
        const verdict = await until('it reads', async () => {
          const {zombies} = heldToContract(await procdocJson('zombies'));
          return zombies.map(one => one.verdict).find(({rule}) => rule === 'zombies/parent-held-up');
        });
        assert.equal(verdict.certainty, 'likely');
      } finally {
        // Python reads to the end of the pipe, and exits.
        for (const pid of descendantsOf(parent.pid ?? 0))
          if (stateOf(pid) !== 'Z' && commOf(pid) === 'sleep') process.kill(pid, 'SIGKILL');
        await left;
      }
    }));

  it('why a parent outside does not reap is unknown, and known outside', () =>
    withPidNamespace('never-waits', ['0'], async ({start, procdocJson}) => {
      const parent = start('sleep', '60');
      const left = once(parent, 'exit');
      const parentPid = parent.pid ?? 0;
      const child = await until('the command has started', () => descendantsOf(parentPid)[0]);
      await until('its parent waits for it', () => stateOf(parentPid) === 'S');
      try {
        parent.kill('SIGSTOP');
        await until('its parent is stopped', () => stateOf(parentPid) === 'T');
        process.kill(child, 'SIGTERM');
        await until('it is a zombie', () => stateOf(child) === 'Z');

        const [inside] = heldToContract(await procdocJson('zombies')).zombies;
        assert.deepEqual([inside?.pid, inside?.ppid], [innerPid(child), 0]);
        assert.deepEqual(
          [inside?.verdict.rule, inside?.verdict.certainty],
          ['zombies/parent-not-visible', 'unknown'],
        );
        assert.deepEqual(
          inside?.verdict.facts.map(({field, value}) => [field, value]),
          [['ppid (4)', '0']],
        );

        const [outside] = (await askZombies(parentPid)).zombies;
        assert.equal(outside?.verdict.rule, 'zombies/parent-stopped');
      } finally {
        parent.kill('SIGCONT');
      }
      await left;
    }));
});
