import {readStandardInput} from '../kernel/standard-input.ts';
import {numberedLines} from '../parse/text.ts';

/** An argument, or a line of standard input that stands in for one. */
export interface GivenText {
  readonly text: string;
  /** "line 3: " for a line; empty for an argument. To stand before what is wrong with it. */
  readonly place: string;
}

/** Arguments as they are, "-" replaced by the lines of standard input. */
export function givenTexts(given: readonly string[]): GivenText[] {
  return given.flatMap(text => {
    if (text !== '-') return {text, place: ''};
    return numberedLines(readStandardInput()).map(line => ({
      text: line.text,
      place: `line ${line.number}: `,
    }));
  });
}
