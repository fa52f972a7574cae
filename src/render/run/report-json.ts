import type {Accompanied} from '../../lifecycle/run/accompany.ts';
import type {OwnEnd} from '../../lifecycle/run/outcome.ts';
import type {RunContent} from '../contract/run.ts';
import {isoInstant} from '../instant.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {usageJson} from './event.ts';

/** What became of a command, as the contract has it. */
export function runJson(command: readonly string[], run: Accompanied, own: OwnEnd): RunContent {
  const {startedAtMs, end, timeoutSignals} = run;
  return {
    command: [...command],
    pid: end.pid,
    waitStatus: waitStatusJson(end.status),
    exitStatus: 'exitStatus' in own ? own.exitStatus : null,
    timedOut: timeoutSignals.length > 0,
    rusage: usageJson(end.usage),
    startedAt: isoInstant(startedAtMs),
    endedAt: isoInstant(end.timeMs),
  };
}
