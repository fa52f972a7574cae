import {evidenceText} from '../../rules/words/evidence.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import type {OrphanScene} from '../../snapshot/families/orphans.ts';
import {commandText} from '../command-line.ts';
import type {OrphansContent} from '../contract/orphans.ts';
import {evidenceFacts} from '../verdict-json.ts';
import {daemonSignText} from './daemon-signs.ts';
import {holdingsJson} from './holdings-json.ts';

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
