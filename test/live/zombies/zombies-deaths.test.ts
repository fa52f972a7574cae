import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {askZombies} from '../../support/live/answers.ts';
import {stands} from '../../support/live/stands.ts';
import {stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

const {SIGKILL} = constants.signals;

/** How far apart the clock of a zombie's processor, procdoc's own and the wall clock may be, and looks at two of them. */
const CLOCK_SLACK_SECONDS = 1;

test('each kind of exit is the status that waitpid delivered for another child with that exit', () =>
  stands('statuses.c', [], async subject => {
    const {zombies} = await askZombies(subject.number('parent'));
    const statusOf = (fact: string) =>
      zombies.find(({pid}) => pid === subject.number(`${fact}Zombie`))?.waitStatus;
    const ends = {
      exited128: {hex: '0x8000', kind: 'exited', exitStatus: 128, summary: 'exited with status 128'},
      exited3: {hex: '0x0300', kind: 'exited', exitStatus: 3, summary: 'exited with status 3'},
      killed: signaled('0x0009', 'SIGKILL', 9),
      terminated: signaled('0x000f', 'SIGTERM', 15),
      realtime: signaled('0x0023', 'SIGRTMIN+1', 35),
      illegal: {
        ...signaled('0x0084', 'SIGILL', 4),
        coreDumped: true,
        summary: 'killed by SIGILL (signal 4), core dumped',
      },
    };
    for (const [fact, expected] of Object.entries(ends))
      assert.deepEqual(statusOf(fact), {raw: subject.number(fact), ...expected}, fact);
    assert.equal(zombies.length, Object.keys(ends).length, 'a stopped child is not a zombie');

    const {stdout} = await askProcdoc('zombies', '--parent', `${subject.pid}`);
    for (const {summary} of Object.values(ends)) assert.ok(stdout.includes(`  ${summary}\n`), stdout);
  }));

function signaled(hex: string, signal: string, signalNumber: number) {
  const summary = `killed by ${signal} (signal ${signalNumber})`;
  return {hex, kind: 'signaled', signal, signalNumber, coreDumped: false, summary};
}

test('a zombie that exited 0 has status 0, which is not unknown', () =>
  stands('never-waits.c', ['1'], async subject => {
    const {zombies, complete} = await askZombies(subject.number('parent'));
    assert.ok(complete);
    assert.deepEqual(
      zombies.map(({waitStatus}) => [waitStatus?.raw, waitStatus?.summary]),
      [[0, 'exited with status 0']],
    );
  }));

test('SIGKILL neither removes a zombie nor changes its status, its verdict or when it died', () =>
  stands('never-waits.c', ['2'], async subject => {
    const parent = subject.number('parent');
    const before = await askZombies(parent);
    for (const {pid} of before.zombies) process.kill(pid, SIGKILL);
    const after = await askZombies(parent);
    assert.deepEqual(
      after.zombies.map(({pid}) => pid),
      subject.pids('zombies'),
    );
    for (const [at, zombie] of after.zombies.entries()) {
      assert.equal(stateOf(zombie.pid), 'Z');
      assert.deepEqual(zombie.waitStatus, before.zombies[at]?.waitStatus);
      assert.equal(zombie.verdict.rule, before.zombies[at]?.verdict.rule);
      assert.ok((zombie.deadForSeconds ?? -1) >= (before.zombies[at]?.deadForSeconds ?? Infinity));
    }
  }));

test('a zombie has been dead for no longer than its parent was there, and grows older', async () => {
  const startedAt = Date.now();
  await stands('never-waits.c', ['2'], async subject => {
    const parent = subject.number('parent');
    const {zombies} = await askZombies(parent);
    const endedAt = Date.now();
    const longest = (endedAt - startedAt) / 1000 + CLOCK_SLACK_SECONDS;
    for (const {pid, deadForSeconds, diedAt} of zombies) {
      assert.ok(deadForSeconds !== null && diedAt !== null, `it is not known when ${pid} died`);
      assert.ok(deadForSeconds >= 0 && deadForSeconds <= longest, `${deadForSeconds} s is over ${longest} s`);
      const death = Date.parse(diedAt);
      const slack = CLOCK_SLACK_SECONDS * 1000;
      assert.ok(
        death >= startedAt - slack && death <= endedAt + slack,
        `${diedAt} is not in the test's time`,
      );
    }
    const first = zombies[0]?.deadForSeconds ?? Infinity;
    await until('the zombie is half a second older', async () => {
      const [zombie] = (await askZombies(parent)).zombies;
      return (zombie?.deadForSeconds ?? 0) >= first + 0.5;
    });
  });
});

test('a zombie that its parent reaps late is not reported by a second look; one that stays is', () =>
  stands('never-waits.c', ['1'], keeping =>
    stands('transient.c', [], async transient => {
      // A parent that does not get to run for as long as that reaps even later.
      await until('the one is reported, and the other is not', async () => {
        const [kept, reaped] = await Promise.all(
          [keeping, transient].map(({pid}) => askZombies(pid, '--settle', '2s')),
        );
        assert.deepEqual(
          kept?.zombies.map(({pid}) => pid),
          keeping.pids('zombies'),
        );
        return reaped?.zombies.length === 0 && reaped.parents.length === 0;
      });
      await until('one look sees one', async () => (await askZombies(transient.pid)).zombies.length > 0);
    }),
  ));

test('a second look proves nothing while the death is less than a second ago', () =>
  stands('never-waits.c', ['1'], async ({pid}) => {
    const [zombie] = (await askZombies(pid, '--settle', '1ms')).zombies;
    const isOld = (zombie?.deadForSeconds ?? 0) >= 1;
    assert.equal(zombie?.verdict.certainty, isOld ? 'proven' : 'likely');
  }));
