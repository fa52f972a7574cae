import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {test} from 'node:test';
import {askSigchld} from '../../support/live/answers.ts';
import {isGone, parentOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/**
 * A launcher with a child that ignores SIGCHLD and leaves two orphans in a process group of their own. Launcher and
 * orphans live until EOF on stdin, which would come at once without the launcher: node closes the stdin of a process
 * that has exited.
 */
const LEAVES_TWO = `
import os, signal
parent = os.fork()
if parent:
    os.waitpid(parent, 0)
    os.read(0, 1)
    os._exit(0)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.setpgid(0, 0)
orphans = []
for _ in range(2):
    orphans.append(os.fork())
    if orphans[-1] == 0:
        os.read(0, 1)
        os._exit(0)
print(os.getpid(), *orphans, flush=True)
os._exit(0)`;

test('an orphan did not inherit its ignored SIGCHLD from another orphan', async () => {
  const launcher = spawn(process.env.PYTHON3 ?? 'python3', ['-c', LEAVES_TWO], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({input: launcher.stdout}), 'line');
  const [parent, ...orphans] = String(line).split(' ').map(Number);
  try {
    await until('both are orphans', () => orphans.every(pid => parentOf(pid) !== parent));
    for (const pid of orphans) {
      const {origin, originKind, line: generations, effectKinds} = await askSigchld(pid);
      assert.ok(effectKinds.includes('wait-fails'), 'it lives');
      assert.deepEqual([origin, originKind], [null, 'gone']);
      assert.deepEqual(
        generations.map(generation => generation.pid),
        [pid],
      );
    }
  } finally {
    launcher.stdin.end();
    await until('the orphans have left', () => orphans.every(isGone));
  }
});
