import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';
import {programName} from './runtime.ts';

/** What a program is in a pipeline: a shell makes one; a filter copies its input to its output, and is to die by SIGPIPE. */
export type PipelineProgram = 'shell' | 'filter';

export const shells = words('ash bash csh dash fish ksh ksh93 mksh posh sh tcsh yash zsh');
/** Filters that start no program; but for diff(1) when it is told to make pages, by pr(1). */
export const plainFilters = [
  ...words('base64 cat cmp comm cut dd diff echo egrep expand fgrep fmt fold grep gunzip gzip head hexdump'),
  ...words('join ls nl od paste printf rev seq shuf strings tac tail tee tr uniq wc xxd xz yes zcat'),
];
/** Filters that may start programs: by -exec, system(), --filter, --compress-program. */
export const startingFilters = words('awk find gawk mawk sed sort split xargs');
/** None of them touches SIGPIPE itself, but for tee(1) when it is told to. */
const filters = new Set([...plainFilters, ...startingFilters]);
/** One file with many programs in it, which go by their comm, or by their first argument. */
const multiCall = new Set(['busybox', 'coreutils', 'toybox']);

/** Which of the two a process is; undefined: neither. By its comm where the file it executes may not be seen. */
export function pipelineProgram(process: Process): PipelineProgram | undefined {
  const name = appletName(process);
  if (shells.includes(name)) return 'shell';
  if (name === 'tee' && writesOnWhateverFails(process)) return undefined;
  return filters.has(name) ? 'filter' : undefined;
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
