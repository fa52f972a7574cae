/** How procdoc marks words; each function returns its text unchanged without colours. */
export interface Style {
  /** A name to find again: a pid with its command, a heading. */
  readonly strong: Mark;
  readonly faint: Mark;
  readonly bad: Mark;
  readonly warning: Mark;
  readonly good: Mark;
  /** A command to type. */
  readonly command: Mark;
}

type Mark = (text: string) => string;

export type ColorChoice = 'auto' | 'always' | 'never';

const same: Mark = text => text;
export const plainStyle: Style = {
  strong: same,
  faint: same,
  bad: same,
  warning: same,
  good: same,
  command: same,
};

/** A terminal, which may know how many colours it has; undefined: what is written to is none. */
type Terminal = {getColorDepth?: (env?: object) => number} | undefined;

/**
 * The style for a stream. --color decides; then NO_COLOR (no-color.org: present and not empty), FORCE_COLOR
 * and CLICOLOR_FORCE, then whether the stream is a terminal that knows colours. chalk is loaded only if
 * there is something to colour.
 */
export async function styleFor(choice: ColorChoice, terminal: Terminal, env = process.env): Promise<Style> {
  if (!wantsColor(choice, terminal, env)) return plainStyle;
  const {Chalk} = await import('chalk');
  const chalk = new Chalk({level: 1});
  // chalk joins all that it is given, and map() gives more than the text.
  const only =
    (paint: Mark): Mark =>
    text =>
      paint(text);
  return {
    strong: only(chalk.bold),
    faint: only(chalk.dim),
    bad: only(chalk.red),
    // Yellow can't be read on white, nor blue on black.
    warning: only(chalk.magenta),
    good: only(chalk.green),
    command: only(chalk.bold),
  };
}

export function wantsColor(choice: ColorChoice, terminal: Terminal, env: NodeJS.ProcessEnv): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (isForced(env.FORCE_COLOR) || isForced(env.CLICOLOR_FORCE)) return true;
  if (terminal === undefined || env.TERM === 'dumb') return false;
  return (terminal.getColorDepth?.(env) ?? 1) > 1;
}

function isForced(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
