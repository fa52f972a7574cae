import {commandLineWords} from './command-line.ts';
import {fileWords} from './files.ts';
import {policyWords} from './policy.ts';
import {processWords} from './processes.ts';
import {reapWords} from './reaping.ts';
import {recordingWords} from './recordings.ts';
import {runWords} from './runs.ts';
import {serverWords} from './servers.ts';
import {processRows} from './several-processes.ts';
import {targetWords} from './targets.ts';
import {valueWords} from './values.ts';
import type {ProblemOf} from './words.ts';

const words = {
  ...commandLineWords,
  ...fileWords,
  ...policyWords,
  ...processWords,
  ...reapWords,
  ...recordingWords,
  ...runWords,
  ...serverWords,
  ...targetWords,
  ...valueWords,
};

/** Why a command can't answer. */
export type Problem = ProblemOf<typeof words>;

/** The lines below the sentence: what to choose from. */
export function problemRows(problem: Problem): readonly string[] {
  return problem.kind === 'several-processes' ? processRows(problem.rows, problem.count) : [];
}

/** A sentence that says what is wrong, and what would be right. */
export function problemText(problem: Problem): string {
  const say = words[problem.kind] as (problem: Problem) => string;
  return say(problem);
}
