import {orUndefined} from '../kernel/read.ts';
import {parseScriptName} from '../parse/script-name.ts';
import {SIGCHLD} from '../parse/signals/numbers.ts';
import {hiddenFrom} from '../rules/diagnosis/scope-gaps.ts';
import type {Finding} from '../rules/finding.ts';
import type {Scope} from '../rules/scope.ts';
import type {Process} from '../snapshot/process.ts';
import {programNames} from '../snapshot/programs/names.ts';
import {ProcScript} from '../snapshot/scripts/proc-script.ts';
import {scriptProcessesOf} from '../snapshot/scripts/proc-scripts.ts';
import {type RunningScript, runningScript} from '../snapshot/scripts/script.ts';
import {findScripts} from '../snapshot/scripts/script-answer.ts';
import {readDisposition} from '../snapshot/signals/disposition.ts';
import type {Facts, ProcessTraits, ScriptFact, SigchldFact} from './facts.ts';
import {goesBy} from './name-pattern.ts';
import type {Policy, ScriptRule, SigchldRule} from './policy.ts';
import {readLockHolders, readPortHolders} from './read-holders.ts';
import {readMeasures} from './read-measures.ts';

/**
 * Reads what a policy asks for besides the findings, and nothing else.
 *
 * @param findings findings with processes that an allowance or a baseline asks more about than the comm
 * @param withOrphans whether orphans are counted, also where the policy doesn't limit them
 */
export async function readFacts(
  scope: Scope,
  policy: Policy,
  findings: readonly Finding[],
  withOrphans = false,
): Promise<Facts> {
  const accused = new Set(findings.flatMap(({subject}) => ('pid' in subject ? [subject.pid] : [])));
  return {
    hidden: hiddenFrom(scope),
    measures: await readMeasures(
      scope,
      withOrphans || policy.limits.some(({measure}) => measure === 'orphans'),
    ),
    traits: new Map([...accused].flatMap(pid => traitsOf(pid, scope))),
    scripts: readScripts(scope, policy.scripts),
    locks: await readLockHolders(scope, policy.locks),
    ports: await readPortHolders(scope, policy.ports),
    sigchld: policy.sigchld.map(rule => readSigchldFacts(scope, rule)),
  };
}

function traitsOf(pid: number, {snapshot}: Scope): ReadonlyArray<readonly [number, ProcessTraits]> {
  const process = snapshot.find(pid);
  if (!process) return [];
  const uid = orUndefined(process.status())?.uid;
  const script = runningScript(new ProcScript(snapshot, process));
  const traits = {
    names: programNames(process),
    user: uid === undefined ? null : (snapshot.userName(uid) ?? String(uid)),
    script: script?.path() ?? script?.line.module ?? null,
    cgroup: process.cgroup() ?? null,
    program: (script && scriptText(script)) ?? programText(process),
  };
  return [[pid, traits]];
}

/** As it was written, where it is not known in which folder. */
function scriptText({path, line}: RunningScript): string | null {
  return path() ?? line.module ?? line.script;
}

/** A program may put anything into its command line, but hardly a pid into the first word of it. */
function programText(process: Process): string | null {
  const exe = orUndefined(process.exe())?.replace(/ \(deleted\)$/, '');
  const [command = ''] = orUndefined(process.argv()) ?? [];
  return exe ?? (command.split(/\s/)[0] || null);
}

function readScripts(scope: Scope, rules: readonly ScriptRule[]): ScriptFact[][] {
  if (rules.length === 0) return [];
  const {snapshot} = scope;
  const processes = scriptProcessesOf(snapshot);
  return rules.map(({name}) => {
    const question = {name: parseScriptName(name, 'exact'), asModule: undefined, deep: false};
    return findScripts(processes, question, snapshot.observerPid())
      .found.filter(({script}) => scope.has(script.process))
      .map(({script, freshness, reason}) => ({
        pid: script.process.pid,
        freshness,
        reason,
      }));
  });
}

function readSigchldFacts(scope: Scope, {process: wanted}: SigchldRule): SigchldFact[] {
  const isMeant = (process: Process) =>
    typeof wanted === 'number' ? process.pid === wanted : goesBy(wanted, programNames(process));
  return scope.processes
    .filter(process => !process.isZombie() && isMeant(process))
    .map(process => ({pid: process.pid, comm: process.comm, disposition: readDisposition(process, SIGCHLD)}));
}
