import {evidenceText} from '../../rules/words/evidence.ts';
import type {CallerOutputs, OutputHolder} from '../../snapshot/caller/caller-outputs.ts';
import type {Process} from '../../snapshot/process.ts';
import {commandText} from '../command-line.ts';
import type {CallerJson, WhyContent} from '../contract/why.ts';
import {isoInstant} from '../instant.ts';
import {evidenceFacts} from '../verdict-json.ts';
import {holderEvidence} from './caller-evidence.ts';
import {callerSummary, holderRemedy} from './caller-summary.ts';

/** The answer about procdoc's caller as the JSON contract has it: there is no chain in it. */
export function callerJson(outputs: CallerOutputs): WhyContent {
  const {caller, state, reader, holders} = outputs;
  return {
    nodes: [],
    edges: [],
    roots: [],
    cycles: [],
    deadlocked: [],
    idleSeconds: null,
    summary: callerSummary(outputs),
    caller: {
      ...processJson(caller),
      state,
      reader: reader ? processJson(reader) : null,
      holders: holders.map(holderJson),
    },
  };
}

function holderJson(holder: OutputHolder): CallerJson['holders'][number] {
  const {process, files, reader, isLeftOver, certainty, startedBy, startedAtMs} = holder;
  const evidence = holderEvidence(holder);
  return {
    ...processJson(process),
    fds: files.map(({descriptor}) => descriptor.fd).sort((a, b) => a - b),
    leftOver: isLeftOver,
    certainty,
    startedAt: isoInstant(startedAtMs),
    startedBy: startedBy ? processJson(startedBy) : null,
    reader: reader ? processJson(reader) : null,
    evidence: evidence.map(evidenceText),
    facts: evidenceFacts(evidence),
    remedy: isLeftOver ? holderRemedy(holder) : null,
  };
}

function processJson(process: Process): CallerJson['holders'][number]['reader'] & object {
  const {pid, comm, stat} = process;
  return {pid, startTicks: stat.startTicks, comm, command: commandText(process)};
}
