import type {JudgedLock} from '../../rules/locks/index.ts';
import type {Column} from '../columns.ts';

const aliveness = {true: 'yes', false: 'no', null: null};

export const lockColumns: readonly Column<JudgedLock>[] = [
  {name: 'class', help: 'flock, posix, ofd or lease', of: ({lock}) => lock.class},
  {name: 'mode', help: 'read or write', of: ({lock}) => lock.mode},
  {name: 'acquirer', align: 'right', help: 'pid that took it', of: ({lock}) => lock.acquirerPid},
  {name: 'alive', help: 'whether that still runs', of: ({lock}) => aliveness[`${lock.acquirerAlive}`]},
  {
    name: 'holders',
    help: 'pids that hold it',
    of: ({lock}) => [...new Set(lock.holders.map(({process}) => process.pid))].join(','),
  },
  {
    name: 'holder',
    help: 'name of the eldest of these',
    of: ({lock}) => lock.holders[0]?.process.comm ?? null,
  },
  {
    name: 'fd',
    align: 'right',
    help: 'its descriptor',
    of: ({lock}) => lock.holders[0]?.descriptor.fd ?? null,
  },
  {name: 'how', help: 'how it came to hold', of: ({lock}) => lock.holders[0]?.how ?? null},
  {
    name: 'waiters',
    help: 'pids that wait for it',
    of: ({lock}) => lock.waiters.map(({pid}) => pid ?? '?').join(','),
  },
  {name: 'start', align: 'right', help: 'first byte', of: ({lock}) => lock.start},
  {name: 'end', align: 'right', help: 'last byte, or eof', of: ({lock}) => lock.end ?? 'eof'},
  {name: 'device', help: 'major:minor', of: ({lock}) => lock.device},
  {name: 'inode', align: 'right', help: 'of the file', of: ({lock}) => lock.inode},
  {name: 'rule', help: 'what is wrong', of: ({verdict}) => verdict?.rule ?? null},
  {
    name: 'path',
    help: 'as a holder has it open',
    of: ({lock: {path, deleted}}) => (deleted ? `${path} (deleted)` : path),
  },
];
export const defaultLockColumns = [
  'class',
  'mode',
  'acquirer',
  'alive',
  'holders',
  'holder',
  'fd',
  'how',
  'waiters',
  'path',
];
