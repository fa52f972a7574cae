import type {Machine} from '../../../src/kernel/machine/machine.ts';
import type {Procfs} from '../../../src/kernel/procfs.ts';
import {found} from '../../../src/kernel/read.ts';

/** This machine as if it had so many processes that they are read from the kernel's own table. */
export function crowded(machine: Machine): Machine {
  const {procfs} = machine;
  const seen: Procfs = {
    read: path => (path === 'loadavg' ? found(Buffer.from('0 0 0 1/99999 1\n')) : procfs.read(path)),
    readAt: (path, offset, length) => procfs.readAt(path, offset, length),
    list: path => procfs.list(path),
    link: path => procfs.link(path),
    stat: path => procfs.stat(path),
    fileSystemType: () => procfs.fileSystemType(),
  };
  return {...machine, procfs: seen};
}
