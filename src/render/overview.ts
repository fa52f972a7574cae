import {wrapped} from './page.ts';
import type {Style} from './style.ts';
import {symptomLines} from './symptoms.ts';

/** How wide the overview is: it stands on the smallest terminal, 80 columns by 24 lines. */
const WIDTH = 78;

/** `procdoc` alone: symptoms, each with its command, and the names of all commands. */
export function overviewLines(ids: readonly string[], style: Style): string[] {
  return [
    'procdoc finds out what is wrong among processes, proves it, and says what to do.',
    '',
    ...symptomLines(style.strong).map(line => `  ${line}`),
    '',
    ...wrapped(`Commands: ${[...ids].sort().join(', ')}`, WIDTH),
    '`procdoc COMMAND -h` has examples and every flag. More: `man procdoc`.',
  ];
}
