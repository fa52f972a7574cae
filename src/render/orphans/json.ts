import {evidenceText} from '../../rules/words/evidence.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {Holdings} from '../../snapshot/descriptors/holdings.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {OrphanScene} from '../../snapshot/families/orphans.ts';
import {commandText} from '../command-line.ts';
import type {OrphansContent} from '../contract/orphans.ts';
import {evidenceFacts} from '../verdict-json.ts';
import {daemonSignText} from './daemon-signs.ts';

/** The `orphans` answer as the JSON contract has it. */
export function orphansJson({orphans, sessionLeadersOfInit, lookedAt}: OrphanScene): OrphansContent {
  return {lookedAt, sessionLeadersOfInit, orphans: orphans.map(orphanJson)};
}

function orphanJson(orphan: Orphan): OrphansContent['orphans'][number] {
  const {process, parent, orphanhood, holds} = orphan;
  const evidence = orphanEvidence(orphanhood);
  return {
    pid: process.pid,
    comm: process.comm,
    command: commandText(process),
    reparentedTo: {pid: parent.pid, comm: parent.comm},
    sid: process.stat.sid,
    pgid: process.stat.pgid,
    certainty: orphanhood.certainty,
    evidence: evidence.map(evidenceText),
    facts: evidenceFacts(evidence),
    daemonized: orphan.daemonized(),
    daemonEvidence: orphan.daemonhood().signs.map(daemonSignText),
    holds: holds ? holdingsJson(holds) : null,
  };
}

function holdingsJson({locks, listeners, pipes}: Holdings): OrphansContent['orphans'][number]['holds'] {
  return {
    locks: locks.map(({fd, path, lock, isOutOfReach, alsoHeldBy}) => ({
      fd,
      path,
      class: lock.class,
      mode: lock.mode,
      acquirerPid: lock.acquirerPid,
      outOfReach: isOutOfReach,
      alsoHeldBy: alsoHeldBy.map(endJson),
    })),
    listeners: listeners.map(({fd, socket: {family, type, protocol, local}, alsoHeldBy}) => ({
      ...{fd, family, type, protocol, local},
      alsoHeldBy: alsoHeldBy.map(endJson),
    })),
    pipes: pipes.map(({fd, target, isPair, accessMode, otherEnds, alsoHeldBy}) => ({
      ...{fd, target, socketPair: isPair, accessMode},
      otherEnds: otherEnds.map(endJson),
      alsoHeldBy: alsoHeldBy.map(endJson),
    })),
  };
}

function endJson({process: {pid, comm}, descriptor: {fd}}: OpenFile) {
  return {pid, comm, fd};
}
