import {type Interpreter, interpreterOf, isMulticall, programName} from './interpreter-name.ts';
import {parseJavaArguments} from './java.ts';
import {parseNodeArguments} from './node.ts';
import {parsePerlArguments} from './perl.ts';
import {parsePhpArguments} from './php.ts';
import {parsePythonArguments} from './python.ts';
import {parseRubyArguments} from './ruby.ts';
import {parseShellArguments} from './shell.ts';
import {unknownRun, type WhatRuns} from './what-runs.ts';

/** An interpreter process and what it was told to run. */
export interface ScriptCommandLine extends WhatRuns {
  readonly interpreter: Interpreter;
}

interface Invocation {
  readonly interpreter: Interpreter;
  /** Tells dialects apart: `python2.7`, `zsh`. */
  readonly name: string;
  readonly words: readonly string[];
}

type ArgumentParser = (words: readonly string[], name: string) => WhatRuns | undefined;

const parsers: Readonly<Record<Interpreter, ArgumentParser>> = {
  python: parsePythonArguments,
  node: parseNodeArguments,
  ruby: parseRubyArguments,
  perl: parsePerlArguments,
  shell: parseShellArguments,
  php: parsePhpArguments,
  java: parseJavaArguments,
};

/**
 * What script an interpreter process runs, read from its argv as that interpreter reads it.
 *
 * `argv` is /proc/PID/cmdline split at NUL, without an empty string for the end behind the last NUL. `exe`
 * is the /proc/PID/exe link; where it is known it decides which program this is, whatever argv[0] claims.
 *
 * Undefined: no interpreter, an empty argv (a zombie, a kernel thread), or one told to print something, or
 * to check syntax, and exit. Kind `unknown`: an interpreter whose argv does not tell what it runs: it was
 * overwritten by a process title (setproctitle, process.title, $0), names a Java @argfile, or has an option
 * the interpreter refuses or that is newer than this parser.
 */
export function parseScriptCommandLine(argv: readonly string[], exe?: string): ScriptCommandLine | undefined {
  const invocation = findInterpreter(argv, exe);
  if (invocation === undefined) return undefined;
  const {interpreter, name, words} = invocation;
  const runs = isOverwritten(argv, interpreter) ? unknownRun : parsers[interpreter](words, name);
  return runs === undefined ? undefined : {interpreter, ...runs};
}

function findInterpreter(argv: readonly string[], exe: string | undefined): Invocation | undefined {
  const [argv0, ...words] = argv;
  if (argv0 === undefined) return undefined;
  const exeName = exe === undefined ? undefined : programName(exe);
  const name = exeName === undefined || isMulticall(exeName) ? programName(argv0) : exeName;
  if (isMulticall(name)) return findApplet(words);
  const interpreter = interpreterOf(name);
  return interpreter === undefined ? undefined : {interpreter, name, words};
}

/** `busybox sh …`: of its applets only the shells are interpreters. */
function findApplet([applet = '', ...words]: readonly string[]): Invocation | undefined {
  const name = programName(applet);
  return interpreterOf(name) === 'shell' ? {interpreter: 'shell', name, words} : undefined;
}

/**
 * Whether a process title took argv's place: one string, and NULs to where argv used to end. Shells cannot
 * do that, and have any argv[0] (`-su`).
 */
function isOverwritten([argv0 = '', ...words]: readonly string[], interpreter: Interpreter): boolean {
  if (interpreter === 'shell' || words.some(word => word !== '')) return false;
  return words.length > 0 || interpreterOf(programName(argv0)) === undefined;
}
