import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {isShellName} from '../../parse/script-command-line/interpreter-name.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import {programName} from './runtime.ts';

/** What a program is in a pipeline: a shell makes one; a filter copies its input to its output, and SIGPIPE is to end it. */
export type PipelineProgram = 'shell' | 'filter';

/** Filters that start no program, except for diff(1), which runs pr(1) to make pages. */
export const plainFilters = [
  ...words('base64 cat cmp comm cut dd diff echo egrep expand fgrep fmt fold grep gunzip gzip head hexdump'),
  ...words('join ls nl od paste printf rev seq shuf strings tac tail tee tr uniq wc xxd xz yes zcat'),
];
/** Filters that may start programs: by -exec, system(), --filter, --compress-program. */
export const startingFilters = words('awk find gawk mawk sed sort split xargs');
/** Programs that leave SIGPIPE as it is, except for tee(1) with some options. */
const filters = new Set([...plainFilters, ...startingFilters]);
/** Files with many programs in them. */
const multiCall = new Set(['busybox', 'coreutils', 'toybox']);

/** Whether a process is a shell or a filter; undefined: neither. By its comm where its file can't be read. */
export function pipelineProgram(process: Process): PipelineProgram | undefined {
  const name = appletName(process);
  if (isShell(process)) return 'shell';
  if (name === 'tee' && writesOnWhateverFails(process)) return undefined;
  return filters.has(name) ? 'filter' : undefined;
}

/** Whether a process executes a shell. */
export function isShell(process: Process): boolean {
  return isShellName(appletName(process));
}

/** Whether tee(1) has -p or --output-error, and so ignores SIGPIPE. */
function writesOnWhateverFails(process: Process): boolean {
  const options = (orUndefined(process.argv()) ?? []).slice(1);
  return options.some(option => /^-[a-z]*p|^--o/.test(option));
}

/**
 * The name of the program that a process executes, also where one file has many programs in it: these go by their first
 * argument, or by the second where the first is the name of that file. The comm of a script is that of the script.
 */
export const appletName = oncePer((process: Process): string => {
  const name = programName(process);
  if (!multiCall.has(name)) return name;
  const [called = '', applet] = orUndefined(process.argv()) ?? [];
  const own = posix.basename(called).replace(/^-/, '');
  if (own === '') return process.comm;
  return multiCall.has(own) ? (applet ?? name) : own;
});

function words(text: string): string[] {
  return text.split(' ');
}
