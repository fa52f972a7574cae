import {readStandardInput} from '../kernel/streams/standard-input.ts';
import {numberedLines} from '../parse/text.ts';

/** An argument, or a line of standard input in place of one. */
export interface GivenText {
  readonly text: string;
  /** The line of standard input, counted from 1; undefined for an argument. */
  readonly line: number | undefined;
}

/** Arguments as they are, with the lines of standard input in place of "-". */
export function givenTexts(given: readonly string[]): GivenText[] {
  return given.flatMap((text): GivenText | GivenText[] => {
    if (text !== '-') return {text, line: undefined};
    return numberedLines(readStandardInput()).map(line => ({text: line.text, line: line.number}));
  });
}
