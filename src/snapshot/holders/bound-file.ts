import type {FileStat} from '../../kernel/procfs.ts';
import type {Read} from '../../kernel/read.ts';
import {encodeText} from '../../parse/text.ts';
import type {Process} from '../process.ts';
import {belowRoot, hasOurRoot} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';

/** The file that a UNIX socket was bound to. */
export interface BoundFile {
  /** A path that leads there from here. */
  readonly path: string;
  /** Undefined where it can't be looked up as the process that bound the socket did. */
  readonly isThere: boolean | undefined;
}

/**
 * Looks for the file of a socket. The name is as the process that bound the socket saw it, in its root directory and
 * mount namespace, which those of a holder may be: unix(7). It counts as gone only where neither a holder nor procdoc
 * sees anything there; what is there for procdoc alone may be another socket of that name.
 */
export function boundFileOf(snapshot: Snapshot, name: string, holders: readonly Process[]): BoundFile {
  const looks = holders.map(holder => {
    const isOurs = hasOurRoot(snapshot, holder);
    return {holder, isOurs, stat: statAt(snapshot, isOurs ? 'self' : holder.pid, name)};
  });
  const at = looks.find(({isOurs, stat}) => isOurs !== undefined && stat.ok && stat.value.kind === 'socket');
  if (at) return {path: at.isOurs ? name : belowRoot(snapshot, at.holder, name), isThere: true};
  const [first] = holders;
  const path = first && looks[0]?.isOurs === false ? belowRoot(snapshot, first, name) : name;
  const isGone =
    looks.length > 0 &&
    looks.every(({isOurs, stat}) => isOurs !== undefined && isMissing(stat)) &&
    isMissing(statAt(snapshot, 'self', name));
  return {path, isThere: isGone ? false : undefined};
}

function isMissing(stat: Read<FileStat>): boolean {
  return !stat.ok && stat.errno === 'ENOENT';
}

/** What can't be looked at leaves the question open, which the answer says. */
function statAt({machine: {procfs}}: Snapshot, task: number | 'self', name: string): Read<FileStat> {
  return procfs.stat(Buffer.from(encodeText(`${task}/root${name}`)));
}
