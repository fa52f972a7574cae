import {boolean, integer} from '@oclif/core/flags';
import {parseModuleOfFile, parseScriptName, type ScriptNameTest} from '../parse/script-name.ts';
import type {ScriptExpectation, ScriptQuestion} from '../snapshot/scripts/script-answer.ts';
import {UsageError} from './failures.ts';

/** How a script is named, and what is expected of it. */
export const scriptFlags = {
  substring: boolean({
    description: 'NAME may be any part of the name, path or module',
    exclusive: ['regex'],
  }),
  regex: boolean({description: 'NAME is a regular expression (JavaScript)'}),
  deep: boolean({
    description: 'also look at mapped objects, and at the modules and packages beside a Python script',
  }),
  min: integer({min: 0, helpValue: 'N', description: 'exit with status 1 if fewer run'}),
  max: integer({min: 0, helpValue: 'N', description: 'exit with status 1 if more run'}),
  fresh: boolean({description: 'exit with status 1 unless each is known to be the code on disk'}),
};

interface ScriptFlagValues {
  readonly deep: boolean;
  readonly substring: boolean;
  readonly regex: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly fresh: boolean;
}

/** What is asked; a wrong regular expression for a NAME is a usage error. */
export function questionOf(wanted: string | undefined, flags: ScriptFlagValues): ScriptQuestion {
  const isExact = wanted !== undefined && !flags.regex && !flags.substring;
  return {
    name: nameTestOf(wanted, flags),
    asModule: isExact ? parseModuleOfFile(wanted) : undefined,
    deep: flags.deep,
  };
}

function nameTestOf(name: string | undefined, flags: ScriptFlagValues): ScriptNameTest | undefined {
  if (name === undefined) return undefined;
  const test = parseScriptName(name, flags.regex ? 'regex' : flags.substring ? 'substring' : 'exact');
  if (test) return test;
  throw new UsageError(`"${name}" is no regular expression: quote what is special in it with a backslash`);
}

/** Like pgrep(1), a NAME that nothing goes by is not as expected, unless --max allows for none. */
export function expectationOf(name: string | undefined, flags: ScriptFlagValues): ScriptExpectation {
  const {fresh, max = Number.POSITIVE_INFINITY} = flags;
  const {min = name === undefined || flags.max !== undefined ? 0 : 1} = flags;
  if (min > max) throw new UsageError(`--min ${min} is more than --max ${max}`);
  return {min, max, fresh};
}
