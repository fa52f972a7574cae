import type {Outcome} from '../../lifecycle/run/outcome.ts';
import {type Trouble, troubles} from '../../lifecycle/run/trouble.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {printableCommand} from '../safe-text.ts';

/** What a report for a CI system has as a check: how the command exited, or a kind of trouble. */
export interface RunCheck {
  readonly id: 'exit' | Trouble;
  readonly outcome: 'passed' | 'failed' | 'tolerated';
  readonly message: string;
}

const WHAT: Readonly<Record<Trouble, string>> = {
  'left-behind': 'processes left behind',
  zombies: 'zombies left behind',
  locks: 'file locks held by what was left behind',
  listeners: 'addresses held by what was left behind',
  'held-output': 'descriptors that keep the output open',
  stopped: 'stopped processes left behind',
  core: 'core dumps',
};

/** How the command exited, and every kind of trouble; one that --fail-on doesn't name is tolerated. */
export function runChecks({ran, troubles: found, failing}: Outcome): RunCheck[] {
  const {status} = ran.end;
  const isClean = status.kind === 'exited' && status.exitStatus === 0;
  return [
    {id: 'exit', outcome: isClean ? 'passed' : 'failed', message: waitStatusText(status)},
    ...troubles.map((id): RunCheck => {
      const count = found.get(id) ?? 0;
      const outcome = count === 0 ? 'passed' : failing.includes(id) ? 'failed' : 'tolerated';
      return {id, outcome, message: `${WHAT[id]}: ${count}`};
    }),
  ];
}

/** The command as a shell would take it. */
export function commandLine({command}: Outcome): string {
  return printableCommand(command);
}
