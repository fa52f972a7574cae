import {custom as customArgument} from '@oclif/core/args';
import {custom as customFlag} from '@oclif/core/flags';
import {type HolderTarget, parseHolderTarget} from '../parse/holder-target.ts';
import {parsePid} from '../parse/pid.ts';
import {UsageError} from './failures.ts';

/** A target as it was asked for, and as it was understood. */
export interface NamedTarget {
  readonly text: string;
  readonly target: HolderTarget;
}

/** A flag that takes a pid. */
export const pidFlag = customFlag<number>({helpValue: 'PID', parse: async text => requiredPid(text)});

/** An argument that is a pid. It is never read from stdin, where oclif would look for a missing argument. */
export const pidArgument = customArgument<number>({
  ignoreStdin: true,
  parse: async text => requiredPid(text),
});

/** An argument that its command reads for itself. */
export const textArgument = customArgument<string>({ignoreStdin: true, parse: async text => text});

/** An argument that is a name. */
export const nameArgument = customArgument<string>({ignoreStdin: true, parse: async text => nonEmpty(text)});

/** An argument that names what a process may hold open, with the words of the command line. */
export const holderTargetArgument = customArgument<NamedTarget>({
  ignoreStdin: true,
  parse: async text => {
    const target = parseHolderTarget(text);
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

/** A flag that takes a duration, in seconds: "1s", "500ms", "2". */
export const durationFlag = customFlag<number>({
  helpValue: 'DURATION',
  parse: async text => parseDuration(text),
});

function requiredPid(text: string): number {
  const pid = parsePid(text);
  if (pid !== undefined) return pid;
  throw new UsageError({kind: 'not-a-pid', text});
}

function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
  if (number === undefined) throw new UsageError({kind: 'not-a-duration', text});
  return Number(number) * ({ms: 0.001, m: 60}[unit ?? ''] ?? 1);
}

function nonEmpty(text: string): string {
  if (text === '') throw new UsageError({kind: 'empty-name'});
  return text;
}
