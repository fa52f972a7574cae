import type {JudgedSigchld} from '../../rules/sigchld/index.ts';
import {knownOrigin} from '../../snapshot/sigchld/origin.ts';
import {commandText} from '../command-line.ts';
import type {SigchldContent} from '../contract/sigchld.ts';

/** The `sigchld` answer as the JSON contract has it. */
export function sigchldJson(judged: readonly JudgedSigchld[]): SigchldContent {
  return {
    processes: judged.map(({sigchldCase, verdicts}) => {
      const {process, sigchld, childSubreaper} = sigchldCase;
      const origin = sigchldCase.origin();
      const named = origin && knownOrigin(origin);
      return {
        pid: process.pid,
        comm: process.comm,
        command: commandText(process),
        runtime: sigchldCase.runtime() ?? null,
        sigchld,
        childSubreaper,
        origin: named ? {pid: named.pid, comm: named.comm} : null,
        originKind: origin?.how ?? null,
        line: (origin?.line ?? []).map(({process: {pid, comm}, disposition}) => ({pid, comm, disposition})),
        effects: sigchldCase.effects(),
        verdicts,
      };
    }),
  };
}
