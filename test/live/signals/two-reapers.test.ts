import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {sigchldInspection} from '../../../src/rules/inspections/sigchld.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withRunning} from '../../support/live/running.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** A Python with a command that lives until its input ends, which it waits for, and a thread that does something else. */
function python(...other: readonly string[]): string[] {
  const program = `
import os, subprocess, threading, time
command = subprocess.Popen(['cat'])
def work():
    try: ${other.join('; ')}
    except ChildProcessError: pass
threading.Thread(target=work).start()
print('stands', flush=True)
command.wait()`;
  return ['python3', '-c', program];
}

/** Whether each of its threads is in the kernel's wait for children, and it has so many. */
function areInWait(pid: number, children: number): boolean {
  const channels = readdirSync(`/proc/${pid}/task`).map(tid =>
    readFileSync(`/proc/${pid}/task/${tid}/wchan`, 'utf8'),
  );
  return channels.every(channel => channel === 'do_wait') && descendantsOf(pid).length === children;
}

describe('two threads that wait for children', {concurrency: 2}, () => {
  it('may take the status of a child from each other', () =>
    withRunning(python('os.waitpid(-1, 0)'), {}, async ({pid}) => {
      await until('both wait', () => areInWait(pid, 1));
      const findings = await inspected(sigchldInspection, [pid]);
      assert.deepEqual(findings.map(inShort), [`sigchld/two-reapers of ${pid}, proven`]);
      assert.equal(findings[0]?.severity, 'error');
    }));

  it('may do so, likely, where the one that waits for any child has others to reap meanwhile', () => {
    const work = ['exec("while True: os.waitpid(-1, 0)")'];
    const program = python(...work).map(each =>
      each.replace(
        'command.wait()',
        `done = []
def others():
    while not done:
        if os.fork() == 0: os._exit(0)
        time.sleep(0.03)
threading.Thread(target=others).start()
command.wait()
done.append(True)`,
      ),
    );
    return withRunning(program, {}, async ({pid}) => {
      const findings = await until('it is between two children', async () => {
        const found = await inspected(sigchldInspection, [pid]);
        return found.length > 0 && found;
      });
      assert.deepEqual(findings.map(inShort), [`sigchld/two-reapers of ${pid}, likely`]);
    });
  });

  it('are no rivals where each waits for a child of its own', () =>
    withRunning(python('subprocess.run(["cat"])'), {}, async ({pid}) => {
      await until('both wait', () => areInWait(pid, 2));
      assert.deepEqual(await inspected(sigchldInspection, [pid]), []);
    }));
});
