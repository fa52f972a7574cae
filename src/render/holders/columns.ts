import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {type HeldDescription, openedBy} from '../../snapshot/holders/held-description.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {keyOf} from '../command-line.ts';
import type {Column} from '../listings/columns.ts';
import {whoColumns} from '../listings/who.ts';

/** A row of the table: a holder of a description of a target. */
export interface HolderRow {
  readonly target: string;
  /** The number of the description, from 1, over all targets. */
  readonly number: number;
  readonly description: HeldDescription;
  /** undefined: the row of a socket without a visible holder. */
  readonly holder: OpenFile | undefined;
}

export function holderRows(answers: readonly TargetHolders[]): HolderRow[] {
  const all = answers.flatMap(({target, descriptions}) =>
    descriptions.map(description => ({target, description})),
  );
  return all.flatMap(({target, description}, at) => {
    const holders = description.holders.length === 0 ? [undefined] : description.holders;
    return holders.map(holder => ({target, number: at + 1, description, holder}));
  });
}

const infoOf = ({holder}: HolderRow) => holder && orUndefined(holder.descriptor.info());
const yesOrNo = {true: 'yes', false: 'no', undefined: null};

export const holderColumns: readonly Column<HolderRow>[] = [
  {name: 'ofd', align: 'right', help: 'number of the open file description', of: ({number}) => number},
  {name: 'pid', align: 'right', help: 'pid of a holder', of: ({holder}) => holder?.process.pid ?? null},
  {name: 'comm', help: 'name of the holder', of: ({holder}) => holder?.process.comm ?? null},
  {
    name: 'fd',
    align: 'right',
    help: 'descriptor of the holder',
    of: ({holder}) => holder?.descriptor.fd ?? null,
  },
  {name: 'mode', help: 'r, w or rw', of: row => infoOf(row)?.accessMode ?? null},
  {name: 'cloexec', help: 'whether execve(2) closes it', of: row => yesOrNo[`${infoOf(row)?.closeOnExec}`]},
  {
    name: 'opener',
    align: 'right',
    help: 'pid that opened it (likely)',
    of: ({description}) => openedBy(description)?.pid ?? null,
  },
  {
    name: 'certainty',
    help: 'how sure it is one description',
    of: ({description}) => description.sameness?.certainty ?? null,
  },
  {name: 'proof', help: 'what shows that', of: ({description}) => description.sameness?.proof ?? null},
  {name: 'kind', help: 'file, pipe, socket …', of: ({description}) => description.kind},
  {name: 'state', help: 'state of a socket', of: ({description}) => description.socket?.state ?? null},
  {name: 'local', help: 'address of a socket', of: ({description}) => description.socket?.local ?? null},
  {name: 'remote', help: 'address of its peer', of: ({description}) => description.socket?.remote ?? null},
  {
    name: 'peers',
    help: 'pids at the other end of a UNIX socket or terminal',
    of: ({description}) => description.peers.map(({process}) => process.pid).join(','),
  },
  {
    name: 'key',
    help: 'PID:START, which every PID argument takes',
    of: ({holder}) => (holder ? keyOf(holder.process) : null),
  },
  ...whoColumns<HolderRow>(({holder}) => holder?.process, 'the holder'),
  {name: 'target', help: 'target as it was given', of: ({target}) => target},
  {name: 'link', help: 'what the descriptor refers to', of: ({description}) => description.address},
];
export const defaultHolderColumns = [
  'ofd',
  'pid',
  'comm',
  'fd',
  'mode',
  'cloexec',
  'opener',
  'state',
  'local',
  'link',
];
