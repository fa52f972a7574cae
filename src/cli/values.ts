import {custom as customArgument} from '@oclif/core/args';
import {custom as customFlag} from '@oclif/core/flags';
import {parseAskedSignal} from '../parse/targets/asked-signal.ts';
import {type BareNumber, type HolderTarget, parseHolderTarget} from '../parse/targets/holder-target.ts';
import {type ProcessName, parseProcessName} from '../parse/targets/process-name.ts';
import {UsageError} from './failures.ts';
import {findPort} from './services.ts';

/** A target as it was asked for, and as it was understood. */
export interface NamedTarget {
  readonly text: string;
  readonly target: HolderTarget | BareNumber;
}

export {byName} from '../render/resolved.ts';

/** A process as it was asked for, and as that was understood. */
export interface AskedProcess {
  readonly text: string;
  readonly name: ProcessName;
}

/** A flag that takes a process, by its pid or another name. */
export const processFlag = customFlag<AskedProcess>({
  helpValue: 'PID',
  parse: async text => requiredProcess(text),
});

/**
 * An argument that is a process, by its pid or another name. It is never read from stdin, where oclif would look for a
 * missing argument.
 */
export const processArgument = customArgument<AskedProcess>({
  ignoreStdin: true,
  parse: async text => requiredProcess(text),
});

/** The pid that was asked for, where nothing else can be looked up: ps(1) knows neither starts nor sockets. */
export function barePid(asked: AskedProcess | undefined): number | undefined {
  if (asked === undefined) return undefined;
  if (asked.name.kind === 'pid') return asked.name.pid;
  throw new UsageError({kind: 'pid-for-ps', text: asked.text});
}

/** An argument that is a signal, by its number. */
export const signalArgument = customArgument<number>({
  ignoreStdin: true,
  parse: async text => {
    const signal = parseAskedSignal(text);
    if (signal !== undefined) return signal;
    throw new UsageError({kind: 'not-a-signal', text});
  },
});

/** An argument that is a name. */
export const nameArgument = customArgument<string>({ignoreStdin: true, parse: async text => nonEmpty(text)});

/** An argument that names what a process may hold open, with the words of the command line. */
export const holderTargetArgument = customArgument<NamedTarget>({
  ignoreStdin: true,
  parse: async text => {
    const target = parseHolderTarget(text, findPort);
    if ('problem' in target) throw new UsageError({kind: 'not-a-target', text, problem: target.problem});
    return {text, target};
  },
});

/** An argument that is the path of a file. */
export const pathArgument = customArgument<string>({
  ignoreStdin: true,
  parse: async text => {
    if (text === '') throw new UsageError({kind: 'empty-path'});
    return text;
  },
});

/** A flag that takes a duration, in seconds: "1s", "500ms", "2", "1h". `min`: the shortest that is taken. */
export const durationFlag = customFlag<number, {min?: number}>({
  helpValue: 'DURATION',
  parse: async (text, _context, {min = 0}) => parseDuration(text, min),
});

/**
 * How a process is asked for; what no process can be called is a usage error.
 * @param word what the command line calls it
 */
export function requiredProcess(text: string, word: 'PID' | 'TARGET' = 'PID'): AskedProcess {
  const name = parseProcessName(text, findPort);
  if (!('problem' in name)) return {text, name};
  throw new UsageError({kind: 'not-a-process', text, problem: name.problem, word});
}

function parseDuration(text: string, minSeconds: number): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  if (number === undefined) throw new UsageError({kind: 'not-a-duration', text});
  const seconds = Number(number) * ({ms: 0.001, m: 60, h: 3600, d: 86_400}[unit] ?? 1);
  if (seconds < minSeconds) throw new UsageError({kind: 'too-short', text, minSeconds});
  return seconds;
}

function nonEmpty(text: string): string {
  if (text === '') throw new UsageError({kind: 'empty-name'});
  return text;
}
