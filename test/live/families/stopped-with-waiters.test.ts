import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {stoppedWithWaiters} from '../../../src/rules/families/stopped-with-waiters.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withFrozen, withoutFreezer} from '../../support/live/frozen-cgroup.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, descendantNamed, descendantsOf, stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

async function foundOf(...pids: readonly number[]): Promise<string[]> {
  const findings = await inspected(familyInspection, pids);
  return findings.filter(({rule}) => rule === stoppedWithWaiters.id).map(inShort);
}

async function whileStopped(pid: number, use: () => Promise<void>): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  try {
    await until('it is stopped', () => stateOf(pid) === 'T');
    await use();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/**
 * What is found of a process, once something is. A stop wakes the parent for a moment (SIGCHLD and wait(2), see
 * do_notify_parent_cldstop), and a look that falls into it rightly finds a parent that runs.
 */
function foundOnceBack(pid: number): Promise<string[]> {
  return until('it waits again', async () => {
    const found = await foundOf(pid);
    return found.length > 0 && found;
  });
}

/** The cat that a program has started, once the program waits for it. */
function catBelow(pid: number): Promise<number> {
  return until('it waits', () => {
    if (readFileSync(`/proc/${pid}/wchan`, 'utf8') !== 'do_wait') return undefined;
    return descendantNamed(pid, 'cat');
  });
}

const PARENT = 'import subprocess; print("stands", flush=True); subprocess.run(["cat"])';

/** A client that sends a request, and waits for the answer in a read, or polls for it again and again. */
const CLIENT_AND_SERVER = `
import os, select, socket, sys
family, wait = sys.argv[1:]
if family == 'TCP':
    listener = socket.create_server(('127.0.0.1', 0))
else:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind('')
    listener.listen()
pid = os.fork()
if pid == 0:
    peer = listener.accept()[0]
    peer.recv(1)
    while True:
        if sys.stdin in select.select([peer, sys.stdin], [], [])[0]: os._exit(0)
client = socket.socket(listener.family)
client.connect(listener.getsockname())
listener.close()
client.send(b'x')
print(pid, flush=True)
if wait == 'read': client.recv(1)
poll = select.poll()
poll.register(client, select.POLLIN)
while not poll.poll(1000): pass
`;

const proven = (pid: number) => [`${stoppedWithWaiters.id} of ${pid}, proven`];

describe('a process that is stopped while others wait for it', {concurrency: 2}, () => {
  it('is the job of a shell without job control, if its terminal stopped it', () => {
    // A shell that learns of the stop before it waits does not wait: the job is to come to its terminal later.
    const job = 'read -r line <&4; exec stty -echo';
    const shell = `set -m; { ${job}; } & job=$!; set +m; echo $$ $job >&3; wait $job`;
    const program = `import os, pty, sys, time
told, tell = os.pipe()
begin, begun = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    os.dup2(tell, 3)
    os.dup2(begin, 4)
    os.execvp("bash", ["bash", "--norc", "-c", ${JSON.stringify(shell)}])
said = os.read(told, 99).decode().strip()
while open(f"/proc/{pid}/wchan").read() != "do_wait": time.sleep(0.01)
os.write(begun, b"\\n")
print(said, flush=True)
sys.stdin.read()
os.kill(pid, 9)
os.waitpid(pid, 0)`;
    return withRunning(['python3', '-c', program], {}, async ({numbers: [bash = 0, job = 0]}) => {
      await until('it is stopped', () => stateOf(job) === 'T');
      assert.deepEqual(await foundOnceBack(bash), proven(job));
    });
  });

  it('holds a lock, by whichever of them it is asked about', () =>
    stands('lock-queue.c', ['flock'], async subject => {
      const holder = subject.number('holder');
      const [waiter = 0] = subject.numbers('waiters');
      assert.deepEqual(await foundOf(holder, waiter), []);
      await whileStopped(holder, async () => {
        for (const pid of [holder, waiter]) assert.deepEqual(await foundOf(pid), proven(holder));
      });
    }));

  it('is a child that its parent waits for', () =>
    withRunning(['python3', '-c', PARENT], {}, async ({pid}) => {
      const cat = await catBelow(pid);
      await whileStopped(cat, async () => assert.deepEqual(await foundOnceBack(pid), proven(cat)));
    }));

  for (const [family, wait] of [
    ['TCP', 'read'],
    ['TCP', 'poll'],
    ['UNIX', 'poll'],
  ] as const)
    it(`is a server, whose client waits for an answer: ${family}, ${wait}`, () =>
      withRunning(
        ['python3', '-c', CLIENT_AND_SERVER, family, wait],
        {},
        async ({pid, numbers: [server = 0]}) => {
          await until('the client waits', () => stateOf(pid) === 'S');
          const certainty = wait === 'poll' ? 'likely' : 'proven';
          await whileStopped(server, async () => {
            const [found = ''] = await foundOnceBack(pid);
            assert.match(found, new RegExp(`^${stoppedWithWaiters.id} of ${server}, (${certainty}|likely)$`));
            assert.deepEqual(await foundOf(server), [found]);
          });
          // Once the client is stopped, its server has nothing to do.
          await whileStopped(pid, async () => assert.deepEqual(await foundOf(server), []));
        },
      ));

  it('is frozen by its cgroup', {skip: withoutFreezer(1)}, () =>
    withRunning(['python3', '-c', PARENT], {}, async ({pid}) => {
      const cat = await catBelow(pid);
      await withFrozen(1, cat, async () => {
        assert.deepEqual(await foundOnceBack(pid), proven(cat));
      });
    }),
  );
});

describe('a stop that keeps nobody waiting', {concurrency: 2}, () => {
  for (const shell of ['bash', 'dash'])
    it(`is that of a job, of which its shell knows: ${shell}`, () =>
      withRunning([shell, '-c', 'cat; :'], {lines: 0}, async ({pid}) => {
        const cat = await catBelow(pid);
        await whileStopped(cat, async () => assert.deepEqual(await foundOf(pid), []));
      }));

  it('is that of a program with a helper, which has nothing to do meanwhile', () => {
    const program =
      'import subprocess, sys; helper = subprocess.Popen(["cat"], stdin=subprocess.PIPE); print("stands", flush=True); sys.stdin.read()';
    return withRunning(['python3', '-c', program], {}, async ({pid}) => {
      const [helper = 0] = descendantsOf(pid);
      await until('both wait for input', () => stateOf(pid) === 'S' && commOf(helper) === 'cat');
      await whileStopped(pid, async () => assert.deepEqual(await foundOf(pid, helper), []));
    });
  });
});
