import type {EndsOutside} from '../../snapshot/descriptors/ends.ts';
import type {Holdings} from '../../snapshot/descriptors/holdings.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import type {HoldingsJson} from '../contract/orphans.ts';

/** Of descriptors that have the same thing: thousands of orphans may have it, and each would list all of them. */
const MOST_ENDS = 20;

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
      ...alsoJson(alsoHeldBy),
    })),
    listeners: listeners.map(({fd, socket: {family, type, protocol, local}, alsoHeldBy}) => ({
      ...{fd, family, type, protocol, local},
      ...alsoJson(alsoHeldBy),
    })),
    pipes: pipes.map(({fd, target, isPair, accessMode, otherEnds, alsoHeldBy}) => ({
      ...{fd, target, socketPair: isPair, accessMode},
      otherEnds: otherEnds.first(MOST_ENDS).map(endJson),
      otherEndsCount: otherEnds.count,
      ...alsoJson(alsoHeldBy),
    })),
  };
}

function alsoJson(alsoHeldBy: EndsOutside) {
  return {alsoHeldBy: alsoHeldBy.first(MOST_ENDS).map(endJson), alsoHeldByCount: alsoHeldBy.count};
}

function endJson({process: {pid, comm}, descriptor: {fd}}: OpenFile) {
  return {pid, comm, fd};
}
