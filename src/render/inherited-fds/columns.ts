import type {JudgedDescriptor} from '../../rules/fds/index.ts';
import type {Column} from '../columns.ts';

export const descriptorColumns: readonly Column<JudgedDescriptor>[] = [
  {name: 'fd', align: 'right', help: 'its number', of: ({one}) => one.fd},
  {name: 'kind', help: 'file, pipe, socket …', of: ({one}) => one.kind()},
  {name: 'mode', help: 'r, w or rw', of: ({one}) => one.info()?.accessMode ?? null},
  {name: 'cloexec', help: 'closed by execve(2)', of: ({one}) => closeOnExec(one.info()?.closeOnExec)},
  {name: 'offset', align: 'right', help: 'file offset, bytes', of: ({one}) => one.offset()},
  {name: 'from', align: 'right', help: 'pid it came from', of: ({inheritance}) => inheritance?.pid ?? null},
  {
    name: 'alive',
    help: 'whether that still runs',
    of: ({inheritance}) =>
      typeof inheritance?.alive === 'boolean' ? (inheritance.alive ? 'yes' : 'no') : null,
  },
  {name: 'certainty', help: 'of that', of: ({inheritance}) => inheritance?.certainty ?? null},
  {name: 'proof', help: 'of that', of: ({inheritance}) => inheritance?.proof ?? null},
  {
    name: 'to',
    help: 'descendants that have it',
    of: ({one}) => one.sharing.descendants.map(({process}) => process.pid).join(','),
  },
  {
    name: 'also',
    help: 'others that have it',
    of: ({one}) => one.alsoHeldBy.map(({process}) => process.pid).join(','),
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
    of: ({one}) => `${one.target()}${one.deleted() ? ' (deleted)' : ''}`,
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

function closeOnExec(value: boolean | undefined): string | null {
  if (value === undefined) return null;
  return value ? 'yes' : 'no';
}
