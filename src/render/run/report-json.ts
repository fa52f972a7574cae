import type {DeathReason} from '../../lifecycle/run/death.ts';
import type {Outcome} from '../../lifecycle/run/outcome.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import type {RunContent} from '../contract/run.ts';
import {isoInstant} from '../instant.ts';
import {killerJson} from '../killer.ts';
import {evidenceFacts} from '../verdict-json.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {usageJson} from './event.ts';
import {leftBehindJson} from './left-behind-json.ts';

/** What became of a command, as the contract has it, with what every answer has. */
export function runJson({command, ran, left, failing, ended, own}: Outcome) {
  const {startedAtMs, end, death, timedOut} = ran;
  const {killer, reason} = death ?? {};
  const content: RunContent = {
    command: [...command],
    pid: end.pid,
    waitStatus: waitStatusJson(end.status),
    exitStatus: 'exitStatus' in own ? own.exitStatus : null,
    timedOut,
    killedBy: killer ? killerJson(killer) : null,
    passedOn: death?.isPassedOn === true,
    deathReason: reason ? reasonJson(reason) : null,
    rusage: usageJson(end.usage),
    startedAt: isoInstant(startedAtMs),
    endedAt: isoInstant(end.timeMs),
    leftBehind: leftBehindJson(left),
    failedOn: [...failing],
    ended: [...ended],
  };
  return {
    schema: 'procdoc/run@1',
    complete: left.unreadable.length === 0,
    unreadable: left.unreadable,
    ...content,
  };
}

function reasonJson({kind, evidence}: DeathReason): NonNullable<RunContent['deathReason']> {
  return {kind, certainty: 'likely', evidence: evidence.map(evidenceText), facts: evidenceFacts(evidence)};
}
