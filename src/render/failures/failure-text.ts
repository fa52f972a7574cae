import {printable} from '../safe-text.ts';
import {type Problem, problemText} from './problem.ts';

/** Why a command can't answer; `flag` is the one whose value is wrong. */
export interface Complaint {
  readonly flag: string | undefined;
  readonly problems: readonly Problem[];
}

/** One sentence, on one line, whatever the words of the command line are. */
export function complaintText({flag, problems}: Complaint, program: string): string {
  const place = flag === undefined ? '' : `${flag}: `;
  return `${program}: ${place}${printable(problems.map(problemText).join('; '))}`;
}

/** An error that nobody foresaw, and where to report it. */
export function bugText(message: string, program: string): string {
  return (
    `${program}: a bug in procdoc: ${message}\n` +
    `Please report it with this line and the output of \`DEBUG=1 ${program} …\`.`
  );
}
