import {spawnSync} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';

/** What came of a program that was run to its end. */
export interface InterpreterRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs an interpreter to its end in `directory`: standard input is the file `stdin` in it (so that it ends),
 * the environment has no variable that steers interpreters, and one that hangs is killed.
 */
export function runInterpreter(
  program: string,
  words: readonly string[],
  directory: string,
  stdin: string,
): InterpreterRun {
  const input = openSync(`${directory}/${stdin}`, 'r');
  try {
    const {error, status, stdout, stderr} = spawnSync(program, words, {
      cwd: directory,
      env: {PATH: process.env.PATH, HOME: directory, LC_ALL: 'C.UTF-8'},
      stdio: [input, 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: 120_000,
      killSignal: 'SIGKILL',
    });
    if (error !== undefined) throw error;
    return {status, stdout, stderr};
  } finally {
    closeSync(input);
  }
}
