/**
 * How an interpreter was told what to run:
 * - `file` a script file; `archive` a zip or jar that is run; `directory` one with an entry point inside
 *   (`__main__.py`, `index.js`). Told apart here by the operand's spelling only: a caller that can stat the
 *   path refines `file` to `directory` or `archive`.
 * - `module` a module by name (`python -m`, a Java main class), or a part of the interpreter that runs in
 *   place of a script (`node:test`, `php:server`).
 * - `command` program text in argv (`-c`, `-e`, `-r`).
 * - `stdin` program text from fd 0, `interactive` asked for a prompt. Without an operand argv cannot tell a
 *   pipe from a terminal: `stdin` is said, and a caller that sees a terminal at fd 0 refines it.
 * - `unknown` the interpreter runs something, but its argv does not tell what.
 */
export type ScriptKind =
  | 'file'
  | 'archive'
  | 'directory'
  | 'module'
  | 'command'
  | 'stdin'
  | 'interactive'
  | 'unknown';

/** What an interpreter runs, as far as its arguments tell. */
export interface WhatRuns {
  readonly kind: ScriptKind;
  /**
   * The operand as given (of `file`, `archive`, `directory`), else null. Relative to the working directory
   * at start; bash also looks in PATH for a name without a slash, perl and ruby do under -S, and node tries
   * `.js`, `.json`, `.node`.
   */
  readonly script: string | null;
  /** Of kind `module`, else null. Java: the main class, or MODULE[/CLASS] after -m. */
  readonly module: string | null;
  /** The program text of kind `command`, else null. */
  readonly command: string | null;
  /** What stands behind it for the program itself to read. A shell's `-c TEXT NAME` leaves out NAME ($0). */
  readonly args: readonly string[];
}

const nothing = {script: null, module: null, command: null, args: []};

/** An interpreter whose arguments do not tell what it runs. */
export const unknownRun: WhatRuns = {...nothing, kind: 'unknown'};

/** Its operand is a path. */
export function runsFile(script: string, args: readonly string[], kind: ScriptKind = 'file'): WhatRuns {
  return {...nothing, kind, script, args};
}

/** It loads a module by name. */
export function runsModule(module: string, args: readonly string[]): WhatRuns {
  return {...nothing, kind: 'module', module, args};
}

/** Its program is written in its argv. */
export function runsCommand(command: string, args: readonly string[]): WhatRuns {
  return {...nothing, kind: 'command', command, args};
}

/** Its program comes from fd 0. */
export function runsStdin(args: readonly string[], interactive = false): WhatRuns {
  return {...nothing, kind: interactive ? 'interactive' : 'stdin', args};
}

/** Whether a path can only be a directory's: empty (the working directory), `.`, `..`, or ending in a slash. */
export function namesDirectory(path: string): boolean {
  return /(?:^|\/)\.{0,2}$/.test(path);
}
