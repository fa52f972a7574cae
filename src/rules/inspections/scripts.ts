import {posix} from 'node:path';
import type {Process} from '../../snapshot/process.ts';
import {type PidFile, readPidFiles} from '../../snapshot/scripts/pid-file.ts';
import type {RunningScript} from '../../snapshot/scripts/script.ts';
import {readScriptCases} from '../../snapshot/scripts/script-case.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {aboutProcess, type Finding, findingsOf, type Inspection} from '../finding.ts';
import type {Scope} from '../scope.ts';
import {pidFileRules, scriptRules} from '../scripts/index.ts';
import {pidfileNamesAnotherProcess} from '../scripts/pidfile-names-another-process.ts';

export const scriptInspection: Inspection = {
  rules: [...scriptRules, ...pidFileRules],
  inspect: async scope => [...codeFindings(scope), ...(await pidFileFindings(scope))],
};

/**
 * The modules that scripts import are looked at only for the processes that were asked about: as measured, a script
 * next to sixty modules takes twenty times as long. Forked workers are left out if the process that they are copies
 * of is reported.
 */
function codeFindings({snapshot, processes, isWhole}: Scope): Finding[] {
  const cases = readScriptCases(snapshot, processes, !isWhole);
  const changed = cases.filter(({found}) => found.staleFiles.length > 0);
  const reported = new Set<Process | undefined>(changed.map(({process}) => process));
  const originals = changed.filter(({copiedFrom}) => !reported.has(copiedFrom()));
  return findingsOf(scriptRules, originals, ({process, found: {script, staleFiles}}) => ({
    subject: aboutProcess(process),
    cause: `code in ${posix.dirname(staleFiles[0] ?? '')}`,
    more: commandFor(snapshot, script),
  }));
}

function commandFor(snapshot: Snapshot, script: RunningScript): string {
  const path = script.address();
  return procdocCommand(snapshot, 'scripts', ...(path === null ? [] : [path]), '--deep');
}

/** Every zombie is normal for a moment: one that an earlier look did not find is left out. */
async function pidFileFindings({
  snapshot,
  processes,
  isWhole,
  zombiesBefore,
  openFiles,
}: Scope): Promise<Finding[]> {
  const before = zombiesBefore?.zombies.map(({process: {stat}}) => `${stat.pid} ${stat.startTicks}`);
  const files = readPidFiles(snapshot, processes, isWhole, (await openFiles()).byLink).filter(file => {
    const {pid, startTicks} = file.process()?.stat ?? {};
    return file.named() !== 'zombie' || (before?.includes(`${pid} ${startTicks}`) ?? true);
  });
  return findingsOf(pidFileRules, files, file => ({
    subject: {path: file.path},
    cause: `pid file ${file.path}`,
    more: moreOf(snapshot, file),
  }));
}

function moreOf(snapshot: Snapshot, file: PidFile): string {
  const {pid} = file.process() ?? file.users[0]?.process ?? {};
  return pid === undefined
    ? `procdoc explain ${pidfileNamesAnotherProcess.id}`
    : procdocCommand(snapshot, 'tree', pid);
}
