import {orUndefined} from '../kernel/read.ts';
import type {Process} from './process.ts';
import {programName} from './runtime.ts';

/** What a program is in a pipeline: a shell makes one; a filter copies its input to its output, and is to die by SIGPIPE. */
export type PipelineProgram = 'shell' | 'filter';

const shells = new Set(words('ash bash csh dash fish ksh ksh93 mksh posh sh tcsh yash zsh'));
/** Programs that never touch SIGPIPE themselves, but for tee(1) when it is told to. */
const filters = new Set([
  ...words(
    'awk base64 cat cmp comm cut dd diff echo egrep expand fgrep find fmt fold gawk grep gunzip gzip head',
  ),
  ...words(
    'hexdump join ls mawk nl od paste printf rev sed seq shuf sort split strings tac tail tee tr uniq wc',
  ),
  ...words('xargs xxd xz yes zcat'),
]);
/** Of the filters those that may start programs: by -exec, system(), --filter, --compress-program, or as a script. */
const launchers = new Set(words('awk find gawk gunzip mawk nawk sed sort split xargs zcat'));
const idlers = new Set(words('false pause sleep true'));
/** One file with many programs in it, which go by their comm, or by their first argument. */
const multiCall = new Set(['busybox', 'coreutils', 'toybox']);

/** Which of the two a process is; undefined: neither. By its comm where the file it executes may not be seen. */
export function pipelineProgram(process: Process): PipelineProgram | undefined {
  const name = appletName(process);
  if (shells.has(name)) return 'shell';
  if (name === 'tee' && writesOnWhateverFails(process)) return undefined;
  return filters.has(name) ? 'filter' : undefined;
}

/** Whether a program never starts a child: if it has one, it was exec'd over who had started that. */
export function startsNoChildren(process: Process): boolean {
  const name = appletName(process);
  return idlers.has(name) || (filters.has(name) && !launchers.has(name));
}

/** tee(1): with -p or --output-error it ignores SIGPIPE. */
function writesOnWhateverFails(process: Process): boolean {
  const options = (orUndefined(process.argv()) ?? []).slice(1);
  return options.some(option => /^-[a-z]*p|^--o/.test(option));
}

/** The name of the program that a process executes; of one file with many programs in it, that of the one it is. */
export function appletName(process: Process): string {
  const name = programName(process);
  if (!multiCall.has(name)) return name;
  return process.comm === name ? (orUndefined(process.argv())?.[1] ?? name) : process.comm;
}

function words(text: string): string[] {
  return text.split(' ');
}
