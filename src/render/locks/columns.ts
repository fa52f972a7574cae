import type {JudgedLock} from '../../rules/inspections/locks.ts';
import {howJson} from '../holder-json.ts';
import type {Column} from '../listings/columns.ts';
import {whoColumns} from '../listings/who.ts';

const aliveness = {true: 'yes', false: 'no', null: null};

export const lockColumns: readonly Column<JudgedLock>[] = [
  {name: 'class', help: 'flock, posix, ofd or lease', of: ({lock}) => lock.class},
  {name: 'mode', help: 'read or write', of: ({lock}) => lock.mode},
  {
    name: 'acquirer',
    align: 'right',
    help: 'pid of the process that took it',
    of: ({lock}) => lock.acquirerPid,
  },
  {
    name: 'alive',
    help: 'whether the acquirer still runs',
    of: ({lock}) => aliveness[`${lock.acquirerAlive}`],
  },
  {
    name: 'holders',
    help: 'pids that hold the lock',
    of: ({lock}) => [...new Set(lock.holders.map(({process}) => process.pid))].join(','),
  },
  {
    name: 'holder',
    help: 'name of the oldest holder',
    of: ({lock}) => lock.holders[0]?.process.comm ?? null,
  },
  {
    name: 'fd',
    align: 'right',
    help: 'descriptor of that holder',
    of: ({lock}) => lock.holders[0]?.descriptor.fd ?? null,
  },
  {
    name: 'how',
    help: 'how it came to hold the lock',
    of: ({
      lock: {
        holders: [eldest],
      },
    }) => (eldest?.origin ? howJson(eldest.origin) : null),
  },
  {
    name: 'waiters',
    help: 'pids that wait for the lock',
    of: ({lock}) => lock.waiters.map(({pid}) => pid ?? '?').join(','),
  },
  {name: 'start', align: 'right', help: 'first byte', of: ({lock}) => lock.start},
  {name: 'end', align: 'right', help: 'last byte, or eof', of: ({lock}) => lock.end ?? 'eof'},
  {name: 'device', help: 'major:minor of the file system', of: ({lock}) => lock.device},
  {name: 'inode', align: 'right', help: 'inode of the file', of: ({lock}) => lock.inode},
  ...whoColumns<JudgedLock>(({lock}) => lock.holders[0]?.process, 'that holder'),
  {name: 'rule', help: 'rule that has something to say', of: ({verdict}) => verdict?.rule ?? null},
  {
    name: 'path',
    help: 'path that leads from here to what a holder has open',
    of: ({lock: {address, deleted}}) => (deleted ? `${address} (deleted)` : address),
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
