import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {test} from 'node:test';
import type {WantedEntries} from '../../../src/kernel/descriptor-entry.ts';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import type {Syscalls} from '../../../src/kernel/syscalls.ts';
import {listedChildren} from '../../../src/snapshot/descriptors/near-relatives.ts';
import {readInheritedFds} from '../../../src/snapshot/inheritance/inherited-fds.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {until, withSubject} from '../../support/subject.ts';

const needsBpf = {skip: signalActionErrno() !== undefined && 'needs root in the first namespaces'};

/** A living child, a zombie, and a child of another thread, until standard input ends. */
const PARENT = `import os, subprocess, sys, threading
if os.fork() == 0: os._exit(0)
waiting = ['sh', '-c', 'read line']
first = subprocess.Popen(waiting)
def start():
    second = subprocess.Popen(waiting)
    second.wait()
threading.Thread(target=start).start()
first.wait()`;

test('all children of a process are found without a look at the processes of others', async () => {
  const parent = spawn('python3', ['-c', PARENT], {stdio: ['pipe', 'ignore', 'ignore']});
  try {
    await until('its children are listed', () => {
      const snapshot = new Snapshot(openMachine());
      const process = parent.pid === undefined ? undefined : snapshot.find(parent.pid);
      const listed = process && listedChildren(snapshot, process);
      if (!process || listed?.length !== 3 || process.stat.threads !== 2) return false;
      assert.deepEqual(
        listed.map(({pid}) => pid),
        snapshot.childrenOf(process).map(({pid}) => pid),
      );
      return listed.some(child => child.isZombie());
    });
  } finally {
    parent.stdin?.end();
    parent.kill('SIGKILL');
  }
});

test('what a small family has among itself is found without a look at all descriptors', needsBpf, () =>
  withSubject('pipe-heir.c', [], async subject => {
    const reader = subject.number('reader');
    const syscalls = await openMachine().syscalls();
    await until('nothing else has its descriptors for a moment', () => {
      const snapshot = new Snapshot(openMachine());
      const process = snapshot.find(reader);
      assert.ok(process);
      const descriptors = snapshot.find(reader)?.descriptors();
      // Standard error is that of all tests. Standard input leads to this process, which procdoc leaves out as itself.
      const own = descriptors?.ok
        ? descriptors.value.filter(({fd}) => [0, subject.number('readerFd')].includes(fd))
        : [];
      assert.equal(own.length, 2);
      const asked: WantedEntries[] = [];
      const [standard, pipe] = readInheritedFds(snapshot, process, own, noting(syscalls, asked));
      assert.equal(standard?.one.sharing.otherEnds[0]?.process.pid, undefined);
      assert.deepEqual(
        pipe?.one.sharing.sameObject.map(({process: {pid}}) => pid),
        [subject.number('heir')],
      );
      return asked.every(({pids}) => pids !== undefined);
    });
  }),
);

/** Notes which entries are asked for. */
function noting(syscalls: Syscalls, asked: WantedEntries[]): Syscalls {
  return new Proxy(syscalls, {
    get(target, name) {
      if (name === 'descriptorEntries')
        return (wanted: WantedEntries) => {
          asked.push(wanted);
          return target.descriptorEntries(wanted);
        };
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
