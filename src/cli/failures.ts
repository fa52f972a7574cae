import {CLIError} from '@oclif/core/errors';
import type {Problem} from '../render/failures/problem.ts';
import {flagOf, type ParserFailure, parserComplaint} from './parser-complaint.ts';

/** procdoc's exit statuses, besides 0 (clean) and 1 (something was found). */
export const exitStatus = {usage: 2, cannotLook: 3, bug: 70} as const;

/** Why a command can't answer, as a kind; the words for it are loaded only where they are said. */
abstract class Refusal extends CLIError {
  readonly problem: Problem;

  constructor(problem: Problem, exit: number) {
    super(problem.kind, {exit});
    this.problem = problem;
  }
}

/** The command line is wrong, or a file that it names. Exit status 2. */
export class UsageError extends Refusal {
  constructor(problem: Problem) {
    super(problem, exitStatus.usage);
  }
}

/** The one thing asked for can't be looked at: no such process, no permission, no procfs. Exit status 3. */
export class CannotLook extends Refusal {
  constructor(problem: Problem) {
    super(problem, exitStatus.cannotLook);
  }
}

/** That a word in the place of a command is none, and how to say so. */
export interface Slip {
  readonly error: UsageError;
  /** Whether a command is like it: then its flags may be those of that command. */
  readonly isNear: boolean;
}

/**
 * What is to be said of a failure of the command that a word was taken for a target of. A process with a similar name may be
 * what was meant, where no command has one.
 */
export function behindSlip(error: Failure, slip: Slip | undefined): Failure {
  if (!slip) return error;
  const problem = error instanceof CannotLook ? error.problem : undefined;
  const isNoName = problem?.kind === 'no-process-named' && (slip.isNear || problem.near.length === 0);
  const isForOther = slip.isNear && exitStatusOf(error) === exitStatus.usage;
  return isNoName || isForOther ? slip.error : error;
}

type Failure = ParserFailure & {readonly oclif?: {readonly exit?: number | false | undefined}};

/** The exit status that an error asks for; 70, a bug, for any error that neither procdoc nor oclif throws on purpose. */
export function exitStatusOf(error: Failure): number {
  return typeof error.oclif?.exit === 'number' ? error.oclif.exit : exitStatus.bug;
}

/** What stderr says of an error: one sentence. Of a bug also where to report it, and under DEBUG its stack. */
export async function failureText(error: Failure, program: string): Promise<string> {
  const {bugText, complaintText} = await import('../render/failures/failure-text.ts');
  if (error instanceof Refusal)
    return complaintText({flag: flagOf(error), problems: [error.problem]}, program);
  if (exitStatusOf(error) !== exitStatus.bug) return complaintText(parserComplaint(error, program), program);
  const report = bugText(error.message, program);
  return process.env.DEBUG ? `${report}\n${error.stack ?? ''}` : report;
}
