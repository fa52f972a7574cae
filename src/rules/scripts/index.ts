import {posix} from 'node:path';
import type {Process} from '../../snapshot/process.ts';
import {type NamedProcess, type PidFile, readPidFiles} from '../../snapshot/scripts/pid-file.ts';
import type {RunningScript} from '../../snapshot/scripts/script.ts';
import {readScriptCases, type ScriptCase} from '../../snapshot/scripts/script-case.ts';
import {aboutProcess, type Finding, findingsOf, type Inspection} from '../finding.ts';
import type {Rule} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {deleted} from './deleted.ts';
import {pidfileNamesAnotherProcess} from './pidfile-names-another-process.ts';
import {staleCode} from './stale-code.ts';

/** What may be wrong with the code that a script runs. */
export const scriptRules: readonly Rule<ScriptCase>[] = [deleted, staleCode];

export const pidFileRules: readonly Rule<PidFile>[] = [pidfileNamesAnotherProcess];

export const scriptInspection: Inspection = {
  rules: [...scriptRules, ...pidFileRules],
  inspect: async scope => [...codeFindings(scope), ...pidFileFindings(scope)],
};

/**
 * The modules that scripts import are looked at only for the processes that were asked about: measured, beside
 * sixty modules a script takes twenty times as long. Of forked workers the process that they are copies of is told.
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

function commandFor(script: RunningScript): string {
  const path = script.path() ?? '';
  return isPlain(path) ? `procdoc scripts ${path} --deep` : 'procdoc scripts --deep';
}

/** Whether a shell would take a path as it is. */
function isPlain(path: string): boolean {
  return /^[\w./+-]+$/.test(path);
}

/** Every zombie is normal for a moment: where there was an earlier look, it has to have been one then. */
function pidFileFindings({snapshot, processes, isWhole, zombiesBefore, openFiles}: Scope): Finding[] {
  const before = zombiesBefore?.zombies.map(({process: {stat}}) => `${stat.pid} ${stat.startTicks}`);
  const files = readPidFiles(snapshot, processes, isWhole, openFiles()).filter(file => {
    const {pid, startTicks} = file.process()?.stat ?? {};
    return file.named() !== 'zombie' || (before?.includes(`${pid} ${startTicks}`) ?? true);
  });
  return findingsOf(pidFileRules, files, file => ({
    subject: {path: file.path},
    what: `${file.path} names process ${file.pid}, which ${endings[file.named()]}.`,
    cause: `pid file ${file.path}`,
    more: moreOf(file),
  }));
}

const endings: Readonly<Record<NamedProcess, string>> = {
  gone: 'is not there',
  zombie: 'is a zombie',
  'started-later': 'is another by now',
  'its-own': 'wrote it',
  unknown: 'may not be seen',
};

function moreOf(file: PidFile): string {
  const {pid} = file.process() ?? file.relatives[0] ?? {};
  return pid === undefined ? `procdoc explain ${pidfileNamesAnotherProcess.id}` : `procdoc tree ${pid}`;
}
