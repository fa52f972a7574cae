import {orUndefined, type Read} from '../kernel/read.ts';
import type {Facts, HolderFacts, ScriptFact, SigchldFact} from './facts.ts';
import {type Check, type CheckStatus, worstOf} from './judgement.ts';
import {goesBy} from './name-pattern.ts';
import type {HolderRule, Policy, ScriptRule, SigchldRule} from './policy.ts';

/** What is the matter with an expectation. */
interface Complaint {
  readonly status: CheckStatus;
  readonly message: string;
}

/** A check for each expectation of the policy; the facts go with them one by one. */
export function judgeExpectations(policy: Policy, facts: Facts): Check[] {
  return [
    ...policy.scripts.map((rule, at) =>
      check(
        'expect/script',
        rule.name,
        scriptTitle(rule),
        scriptComplaints(rule, facts.scripts[at] ?? [], facts.hidden),
      ),
    ),
    ...policy.locks.map((rule, at) =>
      check('expect/lock', rule.target, holderTitle('lock', rule), holderComplaints(rule, facts.locks[at])),
    ),
    ...policy.ports.map((rule, at) =>
      check('expect/port', rule.target, holderTitle('port', rule), holderComplaints(rule, facts.ports[at])),
    ),
    ...policy.sigchld.map((rule, at) =>
      check(
        'expect/sigchld',
        typeof rule.process === 'number' ? 'pid' : rule.process,
        sigchldTitle(rule),
        sigchldComplaints(rule, facts.sigchld[at] ?? [], facts.hidden),
      ),
    ),
  ];
}

function check(id: string, about: string, title: string, complaints: readonly Complaint[]): Check {
  return {
    kind: 'expectation',
    id,
    title,
    about,
    status: worstOf(complaints.map(({status}) => status)),
    messages: complaints.filter(({status}) => status !== 'unknown').map(({message}) => message),
    unseen: complaints.filter(({status}) => status === 'unknown').map(({message}) => message),
    findings: [],
  };
}

function critical(message: string): Complaint {
  return {status: 'critical', message};
}

function unknown(message: string): Complaint {
  return {status: 'unknown', message};
}

/** What was not found is not there, unless it is hidden. */
function lack(hidden: string | null, message: string): Complaint {
  return hidden === null ? critical(message) : unknown(message);
}

function hiddenComplaints(hidden: string | null): Complaint[] {
  return hidden === null ? [] : [unknown(`There may be more processes: ${hidden}.`)];
}

function scriptTitle({name, min, max, fresh}: ScriptRule): string {
  const times = Number.isFinite(max)
    ? `${min} to ${max} times`
    : `at least ${min === 1 ? 'once' : `${min} times`}`;
  return `${name} runs ${times}${fresh ? ' and is fresh' : ''}`;
}

function scriptComplaints(
  {name, min, max, fresh}: ScriptRule,
  found: readonly ScriptFact[],
  hidden: string | null,
): Complaint[] {
  const count = found.length;
  const old = fresh ? found.filter(({freshness}) => freshness !== 'fresh') : [];
  return [
    ...(count < min ? [lack(hidden, `${name} runs ${count} times, at least ${min} expected.`)] : []),
    ...(count > max ? [critical(`${name} runs ${count} times, at most ${max} expected.`)] : []),
    ...old.map(({pid, freshness, because}) =>
      freshness === 'unknown'
        ? unknown(`Whether ${name} (${pid}) is fresh is not known: ${because}.`)
        : critical(`${name} (${pid}) is ${freshness}: ${because}.`),
    ),
    ...hiddenComplaints(hidden),
  ];
}

function holderTitle(kind: 'lock' | 'port', {target, holders}: HolderRule): string {
  const whom = holders.length === 0 ? 'nobody' : `${holders.join(', ')} and nobody else`;
  return `${kind} ${target} is held by ${whom}`;
}

/** A stranger that was seen holds it, whatever was not seen; who was not seen at all may still hold it. */
function holderComplaints({target, holders: expected}: HolderRule, facts?: Read<HolderFacts>): Complaint[] {
  if (!facts?.ok) return [unknown(`${target} cannot be looked at (${facts?.errno ?? 'ENODATA'}).`)];
  const {holders, unseen} = facts.value;
  const missing = expected.filter(pattern => !holders.some(({names}) => goesBy(pattern, names)));
  const strangers = holders.filter(({names}) => !expected.some(pattern => goesBy(pattern, names)));
  const lacks = missing.map(pattern => `${target} is not held by ${pattern}`);
  return [
    ...strangers.map(({pid, names: [name]}) => critical(`${target} is held by ${name} (${pid}).`)),
    ...lacks.map(text =>
      unseen === null ? critical(`${text}.`) : unknown(`${text}, as far as can be seen.`),
    ),
    ...(unseen === null ? [] : [unknown(`Somebody else may hold ${target}: ${unseen}.`)]),
  ];
}

function sigchldTitle({process, disposition}: SigchldRule): string {
  return `${nameOf(process)} has SIGCHLD ${disposition}`;
}

function nameOf(process: string | number): string {
  return typeof process === 'number' ? `process ${process}` : process;
}

function sigchldComplaints(
  {process, disposition}: SigchldRule,
  found: readonly SigchldFact[],
  hidden: string | null,
): Complaint[] {
  const isMissing = found.length === 0;
  const wrong = found.flatMap(({pid, comm, disposition: read}) => {
    const actual = orUndefined(read);
    if (actual === disposition) return [];
    return actual === undefined
      ? unknown(`What ${comm} (${pid}) does with SIGCHLD cannot be read.`)
      : critical(`${comm} (${pid}) has SIGCHLD ${actual}.`);
  });
  return [
    ...(isMissing ? [lack(hidden, `${nameOf(process)} was not found.`)] : []),
    ...wrong,
    // A pid that was found is all that was asked for.
    ...(typeof process === 'number' && !isMissing ? [] : hiddenComplaints(hidden)),
  ];
}
