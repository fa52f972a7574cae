import {posix} from 'node:path';
import type {Process} from '../../snapshot/process.ts';
import type {RunningScript} from '../../snapshot/script.ts';
import {readScriptCases, type ScriptCase} from '../../snapshot/script-case.ts';
import {aboutProcess, type Finding, findingsOf, type Inspection} from '../finding.ts';
import type {Rule} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {deleted} from './deleted.ts';
import {staleCode} from './stale-code.ts';

/** What may be wrong with the code that a script runs. */
export const scriptRules: readonly Rule<ScriptCase>[] = [deleted, staleCode];

export const scriptInspection: Inspection = {
  rules: scriptRules,
  inspect: async scope => codeFindings(scope),
};

/**
 * The modules that scripts import are looked at only for the processes that were asked about: to list a folder
 * for every script of a machine would be dear. Of forked workers the process that they are copies of is told.
 */
function codeFindings({snapshot, processes, isWhole}: Scope): Finding[] {
  const cases = readScriptCases(snapshot, processes, !isWhole);
  const changed = cases.filter(({found}) => found.staleFiles.length > 0);
  const told = new Set<Process | undefined>(changed.map(({process}) => process));
  const originals = changed.filter(({copiedFrom}) => !told.has(copiedFrom()));
  return findingsOf(scriptRules, originals, ({process, found: {script, staleFiles}}, {rule}) => {
    const [file = ''] = staleFiles;
    const name = `${process.comm} (${process.pid})`;
    return {
      subject: aboutProcess(process),
      what:
        rule === deleted.id
          ? `${name} runs ${file}, which is not on disk any more.`
          : `${name} runs older code than is on disk: ${file}.`,
      cause: `code in ${posix.dirname(file)}`,
      more: commandFor(script),
    };
  });
}

/** A path that a shell would not take as it is, is left out: then the command shows every script. */
function commandFor(script: RunningScript): string {
  const path = script.path() ?? '';
  return /^[\w./+-]+$/.test(path) ? `procdoc scripts ${path} --deep` : 'procdoc scripts --deep';
}
