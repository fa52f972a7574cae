import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {waitCycle} from '../../../src/rules/families/wait-cycle.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {askZombies} from '../../support/live/answers.ts';
import {inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** A pair of sockets whose waits to receive end after so many seconds; 0: never. */
const PAIR = `
import os, signal, socket, struct, sys
pair = socket.socketpair()
for end in pair:
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(sys.argv[1]), 0))
`;

/** Two children, each of which waits for what the other has to send. */
const TWO_READERS = `${PAIR}
children = []
for own, other in pair, pair[::-1]:
    children.append(os.fork())
    if children[-1] == 0:
        other.close()
        own.recv(1)
        os._exit(0)
for end in pair: end.close()
print(*children, flush=True)
sys.stdin.read()
for child in children:
    os.kill(child, signal.SIGKILL)
    os.wait()`;

/** A parent that waits for what nobody sends, with a zombie. */
const READER_WITH_ZOMBIE = `${PAIR}
reader = os.fork()
if reader == 0:
    if os.fork() == 0: os._exit(0)
    pair[0].recv(1)
    os._exit(0)
print(reader, flush=True)
sys.stdin.read()
os.kill(reader, signal.SIGKILL)
os.wait()`;

async function cyclesOf(pids: readonly number[]): Promise<number> {
  return (await inspected(familyInspection, pids)).filter(({rule}) => rule === waitCycle.id).length;
}

describe('a wait for a socket', {concurrency: 4}, () => {
  it('is one of a deadlock where the socket has no timeout', () =>
    withRunning(['python3', '-c', TWO_READERS, '0'], {}, async ({numbers}) => {
      await until('the deadlock stands', async () => (await cyclesOf(numbers)) === 1);
    }));

  it('is ended by its timeout (SO_RCVTIMEO), and is none of a deadlock', () =>
    withRunning(['python3', '-c', TWO_READERS, '600'], {}, async ({numbers}) => {
      const [pid = 0] = numbers;
      const answer = await until('it waits for the other', async () => {
        const why = await whyOf(pid);
        return wakeUpsOf(why, pid).length > 0 && why;
      });
      assert.deepEqual([answer.cycles, wakeUpsOf(answer, pid)], [[], [{kind: 'time'}]]);
      assert.equal(await cyclesOf(numbers), 0);
    }));

  for (const [seconds, verdict] of [
    ['0', 'zombies/parent-never-waits, proven'],
    ['600', 'zombies/parent-polls, likely'],
  ] as const)
    it(
      `of ${seconds} seconds keeps a parent from its zombies: ${verdict}`,
      {skip: !IS_ROOT && 'needs root'},
      () =>
        withRunning(['python3', '-c', READER_WITH_ZOMBIE, seconds], {}, async ({numbers: [parent = 0]}) => {
          const {zombies} = await askZombies(parent, '--settle', '1s');
          assert.deepEqual(
            zombies.map(({verdict: {rule, certainty}}) => `${rule}, ${certainty}`),
            [verdict],
          );
        }),
    );
});
