import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withRunning} from '../../support/live/running.ts';
import {edgesFrom, summaryLine, untilWhy} from '../../support/live/why-answer.ts';

const WORKER = `
import os
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.dup2(r, 0); os.close(r); os.close(w)
    os.read(0, 1); os._exit(0)
print(pid, flush=True)
os.close(r)
os.read(0, 1)
os.close(w)
os.waitpid(pid, 0)`;

test('a worker that was forked without exec reads its next task, and asks nobody for input', () =>
  withRunning(['python3', '-c', WORKER], {}, async ({pid, numbers: [worker = 0]}) => {
    const answer = await untilWhy(worker, 'it reads', one => edgesFrom(one, worker).length > 0);
    assert.deepEqual(
      edgesFrom(answer, worker).map(({kind, to}) => ({kind, to})),
      [{kind: 'reads-pipe', to: pid}],
    );
  }));

const watching = (handler: string) => `
import signal, subprocess
signal.signal(signal.SIGALRM, ${handler})
child = subprocess.Popen(['cat'])
print(child.pid, flush=True)
child.wait()`;

for (const [handler, when] of [
  ['lambda *_: None', 'when'],
  ['signal.SIG_DFL', 'only when'],
] as const)
  test(`a parent that has ${handler} for SIGALRM continues ${when} its child exits`, () =>
    withRunning(['python3', '-c', watching(handler)], {}, async ({pid}) => {
      await untilWhy(pid, 'it waits', one => edgesFrom(one, pid).length > 0);
      assert.match(await summaryLine(pid), new RegExp(`continues ${when} its child cat`));
    }));
