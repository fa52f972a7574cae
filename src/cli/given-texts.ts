import {readStandardInput} from '../kernel/standard-input.ts';
import {numberedLines} from '../parse/text.ts';

/** An argument, or a line of standard input in place of one. */
export interface GivenText {
  readonly text: string;
  /** Where the text stood, to begin a message about it: "line 3: " for a line, empty for an argument. */
  readonly place: string;
}

/** Arguments as they are, with the lines of standard input in place of "-". */
export function givenTexts(given: readonly string[]): GivenText[] {
  return given.flatMap(text => {
    if (text !== '-') return {text, place: ''};
    return numberedLines(readStandardInput()).map(line => ({
      text: line.text,
      place: `line ${line.number}: `,
    }));
  });
}
