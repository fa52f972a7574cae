import type {JudgedSigchld} from '../../rules/inspections/sigchld.ts';
import {knownOrigin} from '../../snapshot/signal-origins/origin.ts';
import {keyOf} from '../command-line.ts';
import type {Column} from '../listings/columns.ts';
import {whoColumns} from '../listings/who.ts';

export const sigchldColumns: readonly Column<JudgedSigchld>[] = [
  {name: 'pid', align: 'right', help: 'its PID', of: ({handling}) => handling.process.pid},
  {
    name: 'ppid',
    align: 'right',
    help: 'the PID of its parent',
    of: ({handling}) => handling.process.stat.ppid,
  },
  {name: 'comm', help: 'its name', of: ({handling}) => handling.process.comm},
  {
    name: 'sigchld',
    help: 'default, ignored or caught',
    of: ({handling}) => handling.sigchld.disposition,
  },
  {name: 'blocked', help: 'blocked in every thread', of: ({handling}) => yesNo(handling.sigchld.blocked)},
  {name: 'pending', help: 'sent, not delivered yet', of: ({handling}) => yesNo(handling.sigchld.pending)},
  {
    name: 'autoreap',
    help: 'children are reaped automatically',
    of: ({handling}) => yesNo(handling.sigchld.autoReap),
  },
  {
    name: 'flags',
    help: 'flags of sigaction(2)',
    of: ({handling}) => handling.sigchld.flags?.join(',') ?? null,
  },
  {name: 'handler', help: 'the address of the handler', of: ({handling}) => handling.sigchld.handler},
  {name: 'subreaper', help: 'adopts orphans', of: ({handling}) => yesNo(handling.childSubreaper)},
  {
    name: 'origin',
    align: 'right',
    help: 'the process that ignored it first',
    of: ({handling}) => originPid(handling),
  },
  {name: 'rules', help: 'what is wrong', of: ({verdicts}) => verdicts.map(({rule}) => rule).join(',')},
  {
    name: 'key',
    help: 'PID:START, which every PID argument takes',
    of: ({handling}) => keyOf(handling.process),
  },
  ...whoColumns<JudgedSigchld>(({handling}) => handling.process, 'the process'),
];
export const defaultSigchldColumns = [
  'pid',
  'sigchld',
  'blocked',
  'pending',
  'autoreap',
  'origin',
  'command',
];

function yesNo(value: boolean | null): string | null {
  if (value === null) return null;
  return value ? 'yes' : 'no';
}

function originPid({origin}: JudgedSigchld['handling']): number | null {
  const found = origin();
  return (found && knownOrigin(found)?.pid) ?? null;
}
