import {boolean, integer} from '@oclif/core/flags';
import {parseModuleOfFile, parseScriptName, type ScriptNameTest} from '../parse/script-name.ts';
import {parseNearScript} from '../parse/targets/near-script.ts';
import {
  holdsExpectation,
  type ScriptExpectation,
  type ScriptQuestion,
  type UnmetExpectation,
} from '../snapshot/scripts/script-answer.ts';
import {UsageError} from './failures.ts';
import {sourceFlag} from './source.ts';

/** The description of `procdoc scripts`. */
export const scriptsDescription = `A command line is read as the interpreter itself reads it: an editor, a grep or a shell that merely names a script is not listed. NAME is the name of a script, its path, or a module.

FRESHNESS

A script that changed on disk after its process had started is stale. What a Python imported is not in /proc: under --deep, a changed module next to the script makes it stale if byte code of the module is there, and its freshness unknown if not.

EXIT STATUS

Status 1 means that nothing goes by NAME, as in pgrep(1), or that --min, --max or --fresh does not hold. Status 3 means that processes which are hidden (hidepid=), or were not recorded, could change that.`;

/** How NAME is compared, and what is expected of the scripts that it names. */
export const scriptFlags = {
  substring: boolean({
    description: 'NAME may be any part of the name, path or module',
    exclusive: ['regex'],
  }),
  regex: boolean({description: 'NAME is a regular expression (JavaScript)'}),
  deep: boolean({
    description: 'also look at mapped objects, and at the modules and packages next to a Python script',
  }),
  min: integer({min: 0, helpValue: 'N', description: 'exit with status 1 if fewer run'}),
  max: integer({min: 0, helpValue: 'N', description: 'exit with status 1 if more run'}),
  fresh: boolean({description: 'exit with status 1 unless each is known to run the code on disk'}),
  source: sourceFlag('knows neither states nor working directories'),
};

interface ScriptFlagValues {
  readonly deep: boolean;
  readonly substring: boolean;
  readonly regex: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly fresh: boolean;
}

/** What is asked; a NAME that isn't a valid regular expression under --regex is a usage error. */
export function questionOf(wanted: string | undefined, flags: ScriptFlagValues): ScriptQuestion {
  const isExact = wanted !== undefined && !flags.regex && !flags.substring;
  return {
    name: nameTestOf(wanted, flags),
    asModule: isExact ? parseModuleOfFile(wanted) : undefined,
    near: isExact ? parseNearScript(wanted) : undefined,
    deep: flags.deep,
  };
}

function nameTestOf(name: string | undefined, flags: ScriptFlagValues): ScriptNameTest | undefined {
  if (name === undefined) return undefined;
  const test = parseScriptName(name, flags.regex ? 'regex' : flags.substring ? 'substring' : 'exact');
  if (test) return test;
  throw new UsageError({kind: 'not-a-regex', text: name});
}

/** A NAME that nothing goes by is not as expected, as for pgrep(1), unless --max is given. */
export function expectationOf(name: string | undefined, flags: ScriptFlagValues): ScriptExpectation {
  const {fresh, max = Number.POSITIVE_INFINITY} = flags;
  const {min = name === undefined || flags.max !== undefined ? 0 : 1} = flags;
  if (min > max) throw new UsageError({kind: 'min-above-max', min, max});
  return {min, max, fresh};
}

/** 1: something does not hold. 3: what can't be seen decides whether all holds. */
export function statusFor(
  unmet: readonly UnmetExpectation[],
  expected: ScriptExpectation,
  isEverySeen: boolean,
): 0 | 1 | 3 {
  const holds = holdsExpectation(unmet, expected, isEverySeen);
  return holds === null ? 3 : holds ? 0 : 1;
}
