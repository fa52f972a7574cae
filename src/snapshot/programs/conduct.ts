import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {parseScriptCommandLine} from '../../parse/script-command-line/script-command-line.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import {type Conduct, conducts, type Language} from './conducts.ts';
import {appletName, isShell} from './pipeline-program.ts';
import {programFile, programName, type Runtime} from './runtime.ts';

/**
 * What is known of the program that a process executes, by the file that it executes, since a comm can be anything; by
 * its comm where the file can't be read. Undefined where it was not measured.
 */
export const conductOf = oncePer((process: Process): Conduct | undefined => {
  const applet = appletName(process);
  const name = programName(process) === 'busybox' ? `busybox ${applet}` : applet;
  const found = conducts.find(({program, isScript}) => !isScript && program.test(name));
  return (found?.language && scriptConduct(process, found.language)) ?? found;
});

/** What is known of the script that an interpreter runs. */
function scriptConduct(process: Process, language: Language): Conduct | undefined {
  const line = parseScriptCommandLine(orUndefined(process.argv()) ?? [], programFile(process));
  const name = posix.basename(line?.script ?? '');
  return conducts.find(
    ({program, isScript, language: of}) => isScript && of === language && program.test(name),
  );
}

/** Undefined for what is compiled, C and Go among it: no name shows that. */
export const languageOf = oncePer(
  (process: Process): Language | undefined =>
    conductOf(process)?.language ?? (isShell(process) ? 'shell' : undefined),
);

/** Whether a program that ignores SIGCHLD itself gives its children the default. */
export function resetsSigchldBelow(conduct: Conduct | undefined): boolean {
  if (conduct === undefined || conduct.passesOnSigchld) return false;
  return conduct.sigchld === 'keeps' || conduct.sigchld === 'ignores';
}

/** The runtime of a process, as the JSON contract names it. */
export function runtimeOf(process: Process): Runtime | undefined {
  return conductOf(process)?.runtime;
}

/**
 * Programs that stop themselves by SIGSTOP when their child stops, so that a shell with job control learns of it, and pass
 * SIGCONT on to it when they are continued: measured with util-linux 2.38.1, and sudo(8) by its source.
 */
const stoppingWithChild = /^(?:nsenter|runuser|script|su|sudo)$/;

export function stopsWithChild(process: Process): boolean {
  return stoppingWithChild.test(programName(process));
}
