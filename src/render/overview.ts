import {wrapped} from './page.ts';
import type {Style} from './style.ts';
import {symptomLines} from './symptoms.ts';

/** How wide the overview is at most: it stands on the smallest terminal, 80 columns by 24 lines. */
const WIDEST = 80;

/**
 * `procdoc` alone: symptoms, each with its command, and the names of all commands.
 * @param columns of the terminal; undefined: it is none
 */
export function overviewLines(ids: readonly string[], style: Style, columns = WIDEST): string[] {
  const prose = (text: string) => wrapped(text, Math.min(WIDEST, columns || WIDEST));
  return [
    ...prose('procdoc finds out what is wrong among processes, proves it, and says what to do.'),
    '',
    ...symptomLines(style.strong).map(line => `  ${line}`),
    '',
    ...prose(`Commands: ${[...ids].sort().join(', ')}`),
    ...prose(
      'With a program, PID or :PORT in place of a command: what it is, and if it is all right. `procdoc COMMAND -h` has examples and every flag. More: `man procdoc`.',
    ),
  ];
}
