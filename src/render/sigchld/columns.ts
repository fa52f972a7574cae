import type {JudgedSigchld} from '../../rules/sigchld/index.ts';
import {knownOrigin} from '../../snapshot/sigchld/origin.ts';
import type {Column} from '../columns.ts';
import {commandText} from '../command-line.ts';

export const sigchldColumns: readonly Column<JudgedSigchld>[] = [
  {name: 'pid', align: 'right', help: 'the process', of: ({sigchldCase}) => sigchldCase.process.pid},
  {name: 'ppid', align: 'right', help: 'its parent', of: ({sigchldCase}) => sigchldCase.process.stat.ppid},
  {name: 'comm', help: 'its name', of: ({sigchldCase}) => sigchldCase.process.comm},
  {
    name: 'sigchld',
    help: 'default, ignored or caught',
    of: ({sigchldCase}) => sigchldCase.sigchld.disposition,
  },
  {name: 'blocked', help: 'in every thread', of: ({sigchldCase}) => yesNo(sigchldCase.sigchld.blocked)},
  {name: 'pending', help: 'delivered, not taken', of: ({sigchldCase}) => yesNo(sigchldCase.sigchld.pending)},
  {
    name: 'autoreap',
    help: 'children vanish unreaped',
    of: ({sigchldCase}) => yesNo(sigchldCase.sigchld.autoReap),
  },
  {
    name: 'flags',
    help: 'of sigaction(2)',
    of: ({sigchldCase}) => sigchldCase.sigchld.flags?.join(',') ?? null,
  },
  {name: 'handler', help: 'its address', of: ({sigchldCase}) => sigchldCase.sigchld.handler},
  {name: 'subreaper', help: 'adopts orphans', of: ({sigchldCase}) => yesNo(sigchldCase.childSubreaper)},
  {
    name: 'origin',
    align: 'right',
    help: 'who ignored it first',
    of: ({sigchldCase}) => originPid(sigchldCase),
  },
  {name: 'rules', help: 'what is wrong', of: ({verdicts}) => verdicts.map(({rule}) => rule).join(',')},
  {name: 'command', help: 'its command line', of: ({sigchldCase}) => commandText(sigchldCase.process)},
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

function originPid({origin}: JudgedSigchld['sigchldCase']): number | null {
  const found = origin();
  return (found && knownOrigin(found)?.pid) ?? null;
}
