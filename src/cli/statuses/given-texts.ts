import {standardInput} from '../../kernel/streams/standard-input.ts';
import {numberedLines} from '../../parse/text.ts';

/** An argument, or a line of standard input in place of one. */
export interface GivenText {
  readonly text: string;
  /** The line of standard input, counted from 1; undefined for an argument. */
  readonly line: number | undefined;
}

/** The argument that stands for standard input. */
export const STANDARD_INPUT = '-';

/**
 * Arguments as they are, with the lines of standard input in place of "-": in parts, each of which is all that has come
 * until then.
 */
export function* givenTexts(given: readonly string[]): Generator<readonly GivenText[]> {
  for (const text of given) {
    if (text !== STANDARD_INPUT) yield [{text, line: undefined}];
    else
      for (const lines of numberedLines(standardInput()))
        yield lines.map(line => ({text: line.text, line: line.number}));
  }
}
