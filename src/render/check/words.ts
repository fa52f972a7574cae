import type {NagiosRange} from '../../parse/nagios-range.ts';
import type {HolderGap, ScriptFact} from '../../policy/facts.ts';
import type {CheckGap, CheckSubject, Complaint, Excuse, GapExcuse} from '../../policy/judgement.ts';
import type {Allowance, HolderRule, MeasureName, ScriptRule} from '../../policy/policy.ts';
import {freshnessText} from '../../rules/words/freshness.ts';
import {named} from '../../rules/words/named.ts';
import {gapText} from '../unreadable.ts';

const measures: Readonly<Record<MeasureName, string>> = {
  zombies: 'the number of zombies',
  'zombies-per-parent': 'the most zombies of one parent',
  'zombie-age': 'the age of the oldest zombie',
  orphans: 'the number of orphans',
};

/** What a check is about, a clause: what a rule finds, or what should hold. */
export function titleText(subject: CheckSubject): string {
  switch (subject.kind) {
    case 'rule':
      return subject.card.title;
    case 'limit':
      return `${measures[subject.measure]} is within its limits`;
    case 'script': {
      const {name, fresh} = subject.expected;
      return `${name} runs ${timesText(subject.expected)}${fresh ? ' and is fresh' : ''}`;
    }
    case 'lock':
    case 'port':
      return heldText(subject.kind, subject.expected);
    case 'sigchld':
      return `${processText(subject.expected.process)} has SIGCHLD ${subject.expected.disposition}`;
  }
}

function timesText({min, max}: ScriptRule): string {
  if (min === max) return min === 1 ? 'exactly once' : `exactly ${min} times`;
  if (Number.isFinite(max)) return `${min} to ${max} times`;
  return `at least ${min === 1 ? 'once' : `${min} times`}`;
}

function heldText(kind: 'lock' | 'port', {target, holders}: HolderRule): string {
  return holders.length === 0
    ? `no process holds ${kind} ${target}`
    : `${kind} ${target} is held by ${holders.join(', ')} and no other process`;
}

function processText(process: string | number): string {
  return typeof process === 'number' ? `process ${process}` : process;
}

/** What was found of a check, a sentence. */
export function complaintText(complaint: Complaint): string {
  switch (complaint.kind) {
    case 'finding': {
      const {finding, excuse} = complaint.judged;
      return excuse === null ? finding.what : `${clause(finding.what)} (${excuseText(excuse)}).`;
    }
    case 'out-of-limits': {
      const {measure, value, range} = complaint;
      const number = `${Number(value.toFixed(1))}${measure === 'zombie-age' ? ' s' : ''}`;
      return `${capitalized(measures[measure])} is ${number} (${rangeText(range)}).`;
    }
    case 'script-count': {
      const {expected, count} = complaint;
      const wanted = count < expected.min ? `at least ${expected.min}` : `at most ${expected.max}`;
      return `${expected.name} runs ${count === 1 ? 'once' : `${count} times`}, expected ${wanted}.`;
    }
    case 'not-fresh': {
      const {name, script} = complaint;
      return `${named({comm: name, pid: script.pid})} is ${script.freshness}: ${reasonText(script)}.`;
    }
    case 'wrong-holder':
      return `${complaint.target} is held by ${named({comm: complaint.name, pid: complaint.pid})}.`;
    case 'no-holder':
      return `${complaint.target} isn't held by ${complaint.pattern}.`;
    case 'wrong-disposition':
      return `${named(complaint)} has SIGCHLD ${complaint.disposition}.`;
    case 'no-process':
      return `${capitalized(processText(complaint.process))} isn't running.`;
  }
}

/** What could not be seen of a check, a sentence. */
export function checkGapText(gap: CheckGap): string {
  switch (gap.kind) {
    case 'rule':
      return `Not checked everywhere: ${gapText(gap.gap)}${gap.excuse ? `, ${gapExcuseText(gap.excuse, gap.gap.errno)}` : ''}.`;
    case 'measure':
      return `${capitalized(measures[gap.measure])} isn't known.`;
    case 'hidden-processes':
      return `There may be more processes: ${gapText(gap.gap)}.`;
    case 'apparent':
      return `${clause(complaintText(gap.complaint))}, as far as can be seen.`;
    case 'freshness':
      return `Can't say whether ${named({comm: gap.name, pid: gap.script.pid})} is fresh: ${reasonText(gap.script)}.`;
    case 'target':
      return `${gap.target} can't be looked at (${gap.errno}).`;
    case 'other-holders':
      return `Another process may hold ${gap.target}: ${holderGapText(gap.gap)}.`;
    case 'disposition':
      return `The SIGCHLD disposition of ${named(gap)} can't be read.`;
  }
}

function holderGapText(gap: HolderGap): string {
  switch (gap.kind) {
    case 'invisible-lock-holder':
      return "a lock on it has a holder that isn't visible from here";
    case 'invisible-socket-holder':
      return "a socket on it has a holder that isn't visible from here";
    case 'unreadable':
      return gapText(gap.gap);
  }
}

/** Why a finding passes, a phrase. */
export function excuseText(excuse: Excuse): string {
  switch (excuse.kind) {
    case 'allowed':
      return allowanceText(excuse.allowance);
    case 'baseline':
      return 'in the baseline';
    case 'less-severe':
      return `below ${excuse.than} (${excuse.severity})`;
    case 'less-certain':
      return `below ${excuse.than} (${excuse.certainty})`;
    case 'uncertain':
      return 'not certain';
  }
}

/** The kernel's own record is about the processes of the initial pid namespace, whatever capabilities procdoc has: EXDEV. */
function gapExcuseText(excuse: GapExcuse, errno: string): string {
  if (excuse.kind === 'unrecorded') return 'and no later look at the recording can show it';
  if (excuse.kind !== 'privileged') return `and a finding would be ${excuseText(excuse)}`;
  return `which takes ${errno === 'EXDEV' ? 'the initial pid namespace' : 'CAP_BPF and CAP_PERFMON'}`;
}

function allowanceText({name, user, script, cgroup, reason}: Allowance): string {
  if (reason !== null) return `allowed: ${reason}`;
  const conditions = Object.entries({name, user, script, cgroup});
  return `allowed for ${conditions.flatMap(([key, value]) => (value === null ? [] : `${key} ${value}`)).join(', ')}`;
}

function rangeText({text, inside}: NagiosRange): string {
  return inside ? `not allowed: ${text.slice(1)}` : `allowed: ${text}`;
}

function clause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reasonText({reason}: ScriptFact): string {
  return reason === null ? 'the reason is unknown' : freshnessText(reason);
}
