import type {JudgedDescriptor} from '../../rules/inspections/descriptors.ts';
import {alsoHeldBy} from '../../snapshot/inheritance/inherited-fds.ts';
import type {Column} from '../listings/columns.ts';

export const descriptorColumns: readonly Column<JudgedDescriptor>[] = [
  {name: 'fd', align: 'right', help: 'descriptor number', of: ({one}) => one.fd},
  {
    name: 'tid',
    align: 'right',
    help: 'thread whose descriptor table has it, if not that of the process',
    of: ({one}) => (one.descriptor.pid === one.process.pid ? null : one.descriptor.pid),
  },
  {name: 'kind', help: 'kind of target: file, pipe, socket …', of: ({one}) => one.kind()},
  {name: 'mode', help: 'access mode: r, w or rw', of: ({one}) => one.info()?.accessMode ?? null},
  {name: 'cloexec', help: 'closed by execve(2)', of: ({one}) => yesOrNo(one.info()?.closeOnExec)},
  {name: 'offset', align: 'right', help: 'file offset, bytes', of: ({one}) => one.offset()},
  {
    name: 'from',
    align: 'right',
    help: 'pid it was inherited from',
    of: ({origin}) => origin?.from.pid ?? null,
  },
  {
    name: 'alive',
    help: 'whether that process still runs',
    of: ({origin}) => (origin?.from.alive === null ? null : yesOrNo(origin?.from.alive)),
  },
  {name: 'certainty', help: 'of the inheritance', of: ({origin}) => origin?.from.certainty ?? null},
  {name: 'proof', help: 'of the inheritance', of: ({origin}) => origin?.from.proof ?? null},
  {
    name: 'to',
    help: 'descendants that have it',
    of: ({one}) => one.sharing.descendants.map(({process}) => process.pid).join(','),
  },
  {
    name: 'also',
    help: 'other processes that have it',
    of: descriptor =>
      alsoHeldBy(descriptor)
        .map(({process}) => process.pid)
        .join(','),
  },
  {
    name: 'locks',
    help: 'locks held through it',
    of: ({one}) =>
      one
        .locks()
        .map(lock => `${lock.class}:${lock.mode}`)
        .join(','),
  },
  {name: 'rules', help: 'what is wrong', of: ({verdicts}) => verdicts.map(({rule}) => rule).join(',')},
  {
    name: 'target',
    help: 'what it refers to',
    of: ({one}) => `${one.address()}${one.deleted() ? ' (deleted)' : ''}`,
  },
];
export const defaultDescriptorColumns = [
  'fd',
  'kind',
  'mode',
  'cloexec',
  'from',
  'proof',
  'to',
  'also',
  'target',
];

function yesOrNo(value: boolean | undefined): string | null {
  if (value === undefined) return null;
  return value ? 'yes' : 'no';
}
