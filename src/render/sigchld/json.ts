import type {JudgedSigchld} from '../../rules/inspections/sigchld.ts';
import {knownOrigin} from '../../snapshot/signal-origins/origin.ts';
import {commandText} from '../command-line.ts';
import type {SigchldContent} from '../contract/sigchld.ts';
import {verdictJson} from '../verdict-json.ts';
import {effectText} from './effects.ts';

/** The `sigchld` answer as the JSON contract has it. */
export function sigchldJson(judged: readonly JudgedSigchld[]): SigchldContent {
  return {
    processes: judged.map(({handling, verdicts}) => {
      const {process, sigchld, childSubreaper} = handling;
      const origin = handling.origin();
      const named = origin && knownOrigin(origin);
      return {
        pid: process.pid,
        comm: process.comm,
        command: commandText(process),
        runtime: handling.runtime() ?? null,
        sigchld,
        childSubreaper,
        origin: named ? {pid: named.pid, comm: named.comm} : null,
        originKind: origin?.how ?? null,
        line: (origin?.line ?? []).map(({process: {pid, comm}, disposition}) => ({pid, comm, disposition})),
        effects: handling.effects().map(effectText),
        effectKinds: [...handling.effects()],
        verdicts: verdicts.map(verdictJson),
      };
    }),
  };
}
