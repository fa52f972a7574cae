import {orUndefined} from '../../kernel/read.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {JudgedZombie} from '../../rules/inspections/judged-zombie.ts';
import type {JudgedScene, ParentGroup} from '../../rules/inspections/zombies.ts';
import {commandText, keyOf} from '../command-line.ts';
import type {Column} from '../listings/columns.ts';
import {originColumns, whoColumns} from '../listings/who.ts';

/** A zombie with the group of its parent. */
export type ZombieRow = Pick<JudgedZombie, 'zombie' | 'reason'> & {readonly group: ParentGroup};

export const zombieColumns: readonly Column<ZombieRow>[] = [
  {name: 'pid', align: 'right', help: 'pid of the zombie', of: ({zombie}) => zombie.pid},
  {name: 'ppid', align: 'right', help: 'pid of its parent', of: ({zombie}) => zombie.process.stat.ppid},
  {name: 'comm', help: 'its name', of: ({zombie}) => zombie.process.comm},
  {
    name: 'uid',
    align: 'right',
    help: 'its real user id',
    of: ({zombie}) => orUndefined(zombie.process.status())?.uid ?? null,
  },
  {
    name: 'age',
    align: 'right',
    help: 'seconds since it died',
    of: ({zombie}) => seconds(zombie.deadForSeconds),
  },
  {
    name: 'status',
    align: 'right',
    help: 'its wait status, in hexadecimal',
    of: ({zombie}) => hex(zombie.waitStatus()),
  },
  {name: 'rule', help: 'the rule that says why it is there', of: ({reason}) => reason.rule.id},
  {name: 'certainty', help: 'proven, likely or unknown', of: ({reason}) => reason.certainty},
  {name: 'key', help: 'PID:START, which every PID argument takes', of: ({zombie}) => keyOf(zombie.process)},
  ...originColumns<ZombieRow>(({zombie}) => zombie.process, 'the zombie'),
  {name: 'parent', help: 'the name of its parent', of: ({group}) => group.reaper?.process.comm ?? null},
  {
    name: 'command',
    help: 'the command line of its parent',
    of: ({group}) => (group.reaper ? commandText(group.reaper.process) : null),
  },
];

export function zombieRows({parents}: JudgedScene): ZombieRow[] {
  return parents.flatMap(group => group.zombies.map(({zombie, reason}) => ({zombie, reason, group})));
}

export const defaultZombieColumns = ['pid', 'ppid', 'comm', 'age', 'status', 'rule', 'parent'];

export const parentColumns: readonly Column<ParentGroup>[] = [
  {name: 'ppid', align: 'right', help: 'pid of the parent', of: ({ppid}) => ppid},
  {name: 'zombies', align: 'right', help: 'how many zombies it has', of: ({zombies}) => zombies.length},
  {
    name: 'oldest',
    align: 'right',
    help: 'seconds since the first of them died',
    of: group => seconds(oldest(group)),
  },
  {
    name: 'rule',
    help: 'the rules that say why',
    of: ({zombies}) => [...new Set(zombies.map(({reason}) => reason.rule.id))].join(','),
  },
  {
    name: 'key',
    help: 'PID:START, which every PID argument takes',
    of: ({reaper}) => (reaper ? keyOf(reaper.process) : null),
  },
  ...whoColumns<ParentGroup>(({reaper}) => reaper?.process, 'the parent'),
];
export const defaultParentColumns = ['ppid', 'zombies', 'oldest', 'rule', 'command'];

function oldest({zombies}: ParentGroup): number | null {
  const ages = zombies.flatMap(({zombie}) => zombie.deadForSeconds ?? []);
  return ages.length === 0 ? null : Math.max(...ages);
}

function seconds(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(1));
}

function hex(waitStatus: number | null): string | null {
  return waitStatus === null ? null : decodeWaitStatus(waitStatus).hex;
}
