import {orUndefined, type Read} from '../kernel/read.ts';
import type {Unreadable} from '../snapshot/ledger.ts';
import type {Facts, HolderFacts, ScriptFact, SigchldFact} from './facts.ts';
import {type Check, type CheckGap, type CheckSubject, type Complaint, worstOf} from './judgement.ts';
import {goesBy} from './name-pattern.ts';
import type {HolderRule, Policy, ScriptRule, SigchldRule} from './policy.ts';

/** What is wrong with an expectation, and what could not be seen of it. */
interface Verdict {
  readonly complaints: readonly Complaint[];
  readonly gaps: readonly CheckGap[];
}

/** A check for each expectation of the policy; the lists of facts are in the order of the expectations. */
export function judgeExpectations(policy: Policy, facts: Facts): Check[] {
  return [
    ...policy.scripts.map((expected, at) =>
      check({kind: 'script', expected}, expected.name, judgeScript(expected, facts.scripts[at] ?? [], facts)),
    ),
    ...policy.locks.map((expected, at) =>
      check({kind: 'lock', expected}, expected.target, judgeHolders(expected, facts.locks[at])),
    ),
    ...policy.ports.map((expected, at) =>
      check({kind: 'port', expected}, expected.target, judgeHolders(expected, facts.ports[at])),
    ),
    ...policy.sigchld.map((expected, at) =>
      check(
        {kind: 'sigchld', expected},
        typeof expected.process === 'number' ? 'pid' : expected.process,
        judgeSigchld(expected, facts.sigchld[at] ?? [], facts),
      ),
    ),
  ];
}

function check(subject: CheckSubject, about: string, {complaints, gaps}: Verdict): Check {
  return {
    kind: 'expectation',
    id: `expect/${subject.kind}`,
    subject,
    about,
    status: worstOf([...complaints.map(() => 'critical' as const), ...gaps.map(() => 'unknown' as const)]),
    complaints,
    gaps,
    findings: [],
  };
}

/** What was not found is missing, unless it may be hidden. */
function lack(isHidden: boolean, complaint: Complaint): Verdict {
  return isHidden
    ? {complaints: [], gaps: [{kind: 'apparent', complaint}]}
    : {complaints: [complaint], gaps: []};
}

function hiddenGaps(hidden: Unreadable | null): CheckGap[] {
  return hidden === null ? [] : [{kind: 'hidden-processes', gap: hidden}];
}

function joined(verdicts: readonly Verdict[]): Verdict {
  return {
    complaints: verdicts.flatMap(({complaints}) => complaints),
    gaps: verdicts.flatMap(({gaps}) => gaps),
  };
}

function judgeScript(
  expected: ScriptRule,
  found: readonly ScriptFact[],
  {hidden}: Pick<Facts, 'hidden'>,
): Verdict {
  const {name, min, max, fresh} = expected;
  const count = found.length;
  const complaint: Complaint = {kind: 'script-count', expected, count};
  const old = fresh ? found.filter(({freshness}) => freshness !== 'fresh') : [];
  return joined([
    ...(count < min ? [lack(hidden !== null, complaint)] : []),
    ...(count > max ? [lack(false, complaint)] : []),
    ...old.map(
      (script): Verdict =>
        script.freshness === 'unknown'
          ? {complaints: [], gaps: [{kind: 'freshness', name, script}]}
          : {complaints: [{kind: 'not-fresh', name, script}], gaps: []},
    ),
    {complaints: [], gaps: hiddenGaps(hidden)},
  ]);
}

/** A visible holder that is not expected is wrong, whatever else is hidden; a missing one may be hidden. */
function judgeHolders({target, holders: expected}: HolderRule, facts?: Read<HolderFacts>): Verdict {
  if (!facts?.ok) return {complaints: [], gaps: [{kind: 'target', target, errno: facts?.errno ?? 'ENODATA'}]};
  const {holders, unseen} = facts.value;
  const missing = expected.filter(pattern => !holders.some(({names}) => goesBy(pattern, names)));
  const strangers = holders.filter(({names}) => !expected.some(pattern => goesBy(pattern, names)));
  return joined([
    ...strangers.map(({pid, names: [name = '']}) => lack(false, {kind: 'wrong-holder', target, pid, name})),
    ...missing.map(pattern => lack(unseen !== null, {kind: 'no-holder', target, pattern})),
    {complaints: [], gaps: unseen === null ? [] : [{kind: 'other-holders', target, gap: unseen}]},
  ]);
}

function judgeSigchld(
  {process, disposition: expected}: SigchldRule,
  found: readonly SigchldFact[],
  {hidden}: Pick<Facts, 'hidden'>,
): Verdict {
  const isMissing = found.length === 0;
  // A pid that was found is all that was asked for.
  const gaps = typeof process === 'number' && !isMissing ? [] : hiddenGaps(hidden);
  return joined([
    ...(isMissing ? [lack(hidden !== null, {kind: 'no-process', process})] : []),
    ...found.map(fact => judgeDisposition(fact, expected)),
    {complaints: [], gaps},
  ]);
}

function judgeDisposition({pid, comm, disposition: read}: SigchldFact, expected: string): Verdict {
  const disposition = orUndefined(read);
  if (disposition === expected) return {complaints: [], gaps: []};
  return disposition === undefined
    ? {complaints: [], gaps: [{kind: 'disposition', pid, comm}]}
    : {complaints: [{kind: 'wrong-disposition', pid, comm, disposition}], gaps: []};
}
