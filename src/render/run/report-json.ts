import type {Outcome} from '../../lifecycle/run/outcome.ts';
import type {RunContent} from '../contract/run.ts';
import {isoInstant} from '../instant.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {usageJson} from './event.ts';
import {leftBehindJson} from './left-behind-json.ts';

/** What became of a command, as the contract has it, with what every answer has. */
export function runJson({command, ran, left, failing, ended, own}: Outcome) {
  const {startedAtMs, end, timeoutSignals} = ran;
  const content: RunContent = {
    command: [...command],
    pid: end.pid,
    waitStatus: waitStatusJson(end.status),
    exitStatus: 'exitStatus' in own ? own.exitStatus : null,
    timedOut: timeoutSignals.length > 0,
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
