import type {VisibilityNote, VisibilityObstacle} from '../snapshot/visibility.ts';

/** Why nothing can be looked at at a mount point, and what to do. */
export function obstacleText(obstacle: VisibilityObstacle): string {
  const {mount} = obstacle;
  switch (obstacle.kind) {
    case 'unreadable':
      return `${mount} can't be read (${obstacle.errno}): give the place where a procfs is mounted, such as /proc`;
    case 'empty':
      return `${mount} is empty: no procfs is mounted there (mount -t proc proc ${mount})`;
    case 'inside-procfs':
      return `${mount} is a folder inside a procfs: give the place where the procfs is mounted, such as /proc`;
    case 'not-a-procfs':
      return `${mount} isn't a procfs: give the place where one is mounted, such as /proc`;
  }
}

/** A limit of what a procfs shows, as a remark on an answer. */
export function visibilityText(note: VisibilityNote): string {
  const {place, isRecorded} = note;
  switch (note.kind) {
    case 'other-pid-namespace': {
      const {ownPid, shownPid} = note;
      const seenAs =
        shownPid === undefined
          ? 'does not show procdoc itself'
          : `shows procdoc as pid ${shownPid}, not ${ownPid}`;
      const shell = isRecorded ? 'the shell that recorded it' : 'this shell';
      return `${place} belongs to another pid namespace (it ${seenAs}): its pids are not those of ${shell}`;
    }
    case 'hidepid': {
      const mounted = isRecorded ? `${place} was recorded from a procfs` : `${place} is`;
      return `${mounted} mounted with hidepid=${note.hidepid}: processes of other users are hidden; root sees them all`;
    }
    case 'narrow-recording':
      return `${place} holds only ${pidsText(note.pids)}: it has nothing about other processes`;
  }
}

function pidsText(pids: readonly number[]): string {
  if (pids.length === 0) return 'some processes';
  return `what concerns ${pids.length === 1 ? 'process' : 'processes'} ${pids.join(', ')}`;
}
