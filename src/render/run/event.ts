import type {MeasuredUsage, WaitEvent} from '../../lifecycle/run/wait-event.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import type {RunEvent, UsageJson} from '../contract/run.ts';
import {isoInstant} from '../instant.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {nameOf} from './end-text.ts';
import {usageText} from './usage.ts';

/** An event in a line: "sh (4711) exited with status 128 (0x8000), 0.12 s user, 0.03 s system, 12.4 MiB". */
export function eventText(event: WaitEvent): string {
  const {isCommand, status, usage} = event;
  const who = isCommand ? nameOf(event) : `${nameOf(event)}, adopted:`;
  return `${who} ${waitStatusText(status)} (${status.hex}), ${usageText(usage)}`;
}

/** An event as the contract has it. */
export function eventJson({timeMs, pid, startTicks, comm, isCommand, status, usage}: WaitEvent): RunEvent {
  return {
    schema: 'procdoc/run-event@1',
    time: isoInstant(timeMs),
    pid,
    startTicks: startTicks ?? null,
    comm: comm ?? null,
    role: isCommand ? 'command' : 'adopted',
    waitStatus: waitStatusJson(status),
    rusage: usageJson(usage),
  };
}

/** What a process used, as the contract has it. */
export function usageJson({isMaxRssBound, maxRssBytes, ...usage}: MeasuredUsage): UsageJson {
  return {...usage, maxRssBytes, maxRssIsUpperBound: isMaxRssBound};
}
