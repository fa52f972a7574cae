import {writeNow} from '../../kernel/children/write-now.ts';
import {spokenLines} from '../../render/labelled.ts';
import {plainStyle} from '../../render/style.ts';

/** Says something on stderr, which it leaves as it is: the command may share it. */
export function sayNow(sentence: string): void {
  writeNow(2, `${spokenLines('procdoc run', sentence, plainStyle).join('\n')}\n`);
}
