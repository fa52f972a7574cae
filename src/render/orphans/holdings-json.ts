import type {Holdings} from '../../snapshot/descriptors/holdings.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import type {HoldingsJson} from '../contract/orphans.ts';

/** What a process holds, as the JSON contract has it. */
export function holdingsJson({locks, listeners, pipes}: Holdings): HoldingsJson {
  return {
    locks: locks.map(({fd, path, lock, isOutOfReach, alsoHeldBy}) => ({
      fd,
      path,
      class: lock.class,
      mode: lock.mode,
      acquirerPid: lock.acquirerPid,
      outOfReach: isOutOfReach,
      alsoHeldBy: alsoHeldBy.list().map(endJson),
    })),
    listeners: listeners.map(({fd, socket: {family, type, protocol, local}, alsoHeldBy}) => ({
      ...{fd, family, type, protocol, local},
      alsoHeldBy: alsoHeldBy.list().map(endJson),
    })),
    pipes: pipes.map(({fd, target, isPair, accessMode, otherEnds, alsoHeldBy}) => ({
      ...{fd, target, socketPair: isPair, accessMode},
      otherEnds: otherEnds.list().map(endJson),
      alsoHeldBy: alsoHeldBy.list().map(endJson),
    })),
  };
}

function endJson({process: {pid, comm}, descriptor: {fd}}: OpenFile) {
  return {pid, comm, fd};
}
