import type {Machine} from '../../../src/kernel/machine/machine.ts';
import type {Procfs} from '../../../src/kernel/procfs.ts';
import {found} from '../../../src/kernel/read.ts';

/** This machine as if it had so many processes that they are read from the kernel's own table. */
export function crowded(machine: Machine): Machine {
  return withTasks(machine, 99_999);
}

/** This machine as if it had so few processes that they are read from /proc, whatever else runs. */
export function sparse(machine: Machine): Machine {
  return withTasks(machine, 9);
}

function withTasks(machine: Machine, count: number): Machine {
  const {procfs} = machine;
  const loadavg = found(Buffer.from(`0 0 0 1/${count} 1\n`));
  const seen: Procfs = {
    read: path => (path === 'loadavg' ? loadavg : procfs.read(path)),
    readAt: (path, offset, length) => procfs.readAt(path, offset, length),
    list: path => procfs.list(path),
    link: path => procfs.link(path),
    stat: path => procfs.stat(path),
    openDescriptors: pid => procfs.openDescriptors?.(pid),
    fileSystemType: () => procfs.fileSystemType(),
  };
  return {...machine, procfs: seen};
}
