import type {Outcome} from '../../lifecycle/run/outcome.ts';
import {listed} from '../../rules/words/listed.ts';
import {endLines} from './end-text.ts';
import {leftBehindLines} from './left-behind-text.ts';

/** What became of a command, for a person: nothing of one that exited by itself, and left nothing. */
export function outcomeText({ran, left, failing, ended}: Outcome): string[] {
  return [
    ...endLines(ran),
    ...leftBehindLines(left, ended),
    ...(failing.length === 0 ? [] : [`Failed by --fail-on: ${listed(failing, failing.length)}`]),
  ];
}
