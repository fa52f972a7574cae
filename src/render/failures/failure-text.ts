import {printable} from '../safe-text.ts';
import {type Problem, problemRows, problemText} from './problem.ts';

/** Why a command can't answer; `flag` is the one whose value is wrong. */
export interface Complaint {
  readonly flag: string | undefined;
  readonly problems: readonly Problem[];
}

/** One sentence, on one line, whatever the words of the command line are; below it what there is to choose from. */
export function complaintText({flag, problems}: Complaint, program: string): string {
  const place = flag === undefined ? '' : `${flag}: `;
  const sentence = `${program}: ${place}${printable(problems.map(problemText).join('; '))}`;
  return [sentence, ...problems.flatMap(problemRows)].join('\n');
}

/** An error that nobody foresaw, and where to report it. */
export function bugText(message: string, program: string): string {
  return (
    `${program}: a bug in procdoc: ${message}\n` +
    `Please report it to whoever packaged procdoc, with this line and the output of \`DEBUG=1 ${program} …\`.`
  );
}
