import assert from 'node:assert/strict';
import {it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {NoSyscalls} from '../../../src/kernel/no-syscalls.ts';
import type {Syscalls} from '../../../src/kernel/syscalls.ts';
import {readEveryOpenFile} from '../../../src/snapshot/descriptors/every-open-file.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {withSubject} from '../../support/subject.ts';

/** What is open in some processes, each with its link and how it may be used: "4711:3 r /etc/passwd". */
function openIn(pids: readonly number[], syscalls: Syscalls): string[] {
  const {byLink} = readEveryOpenFile(new Snapshot(openMachine()), syscalls);
  const lines = [...byLink].flatMap(([link, files]) =>
    files
      .filter(({process: {pid}}) => pids.includes(pid))
      .map(({process, descriptor}) => `${process.pid}:${descriptor.fd} ${descriptor.accessMode()} ${link}`),
  );
  return lines.sort();
}

const subjects: ReadonlyArray<readonly [string, ...string[]]> = [
  ['descriptor-kinds.c'],
  ['descriptions.c', 'sharing'],
  ['exited-leader.c', 'running'],
];
for (const [name, ...args] of subjects)
  it(
    `what is open is the same by the kernel's tables as by each link: ${name} ${args.join(' ')}`,
    {skip: signalActionErrno() !== undefined && 'needs root in the first namespaces'},
    () =>
      withSubject(name, args, async ({pid}) => {
        const pids = [pid, ...descendantsOf(pid)];
        const byLinks = openIn(pids, new NoSyscalls('ENOSYS'));
        assert.deepEqual(openIn(pids, await openMachine().syscalls()), byLinks);
        assert.notEqual(byLinks.length, 0);
      }),
  );
