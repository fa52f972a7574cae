import type {LeftBehind, LeftProcess} from '../../lifecycle/run/left-behind.ts';
import {commandText} from '../command-line.ts';
import type {HoldingsJson} from '../contract/orphans.ts';
import type {RunContent} from '../contract/run.ts';
import {holderJson} from '../holder-json.ts';
import {holdingsJson} from '../orphans/holdings-json.ts';
import {waitStatusJson} from '../wait-status-json.ts';

/** What is left of a command's descendants, as the contract has it. */
export function leftBehindJson(left: LeftBehind): RunContent['leftBehind'] {
  return {
    processes: left.processes.map(({process, holds}) => ({
      ...identity(process),
      command: commandText(process),
      stopped: process.stat.state === 'T',
      holds: holds ? holdingsJson(holds) : null,
    })),
    zombies: left.zombies.map(({process, parent, status}) => ({
      ...identity(process),
      ppid: parent.pid,
      waitStatus: status && waitStatusJson(status),
    })),
    locks: heldBy(left, ({locks}) => locks),
    listeners: heldBy(left, ({listeners}) => listeners),
    heldOutput: left.heldOutput.map(held => holderJson(held, held)),
    deletedFiles: left.deletedFiles.map(({path, bytes, holders}) => ({
      path,
      bytes,
      holders: holders.map(({process: {pid, comm}, descriptor: {fd}}) => ({pid, comm, fd})),
    })),
  };
}

function identity({pid, comm, stat: {startTicks}}: LeftProcess['process']) {
  return {pid, startTicks, comm};
}

function heldBy<T extends object>({processes}: LeftBehind, listOf: (holds: HoldingsJson) => readonly T[]) {
  return processes.flatMap(({process: {pid, comm}, holds}) =>
    holds ? listOf(holdingsJson(holds)).map(one => ({pid, comm, ...one})) : [],
  );
}
