import {writeNow} from '../../kernel/children/write-now.ts';
import {printable} from '../../render/safe-text.ts';

/** Says something on stderr, which it leaves as it is: the command may share it. */
export function sayNow(sentence: string): void {
  writeNow(2, `procdoc run: ${printable(sentence)}\n`);
}
