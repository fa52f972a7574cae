import {type Baseline, fingerprintOf} from '../../policy/baseline.ts';
import {judge} from '../../policy/judge.ts';
import type {Judgement} from '../../policy/judgement.ts';
import {type Policy, standingOf} from '../../policy/policy.ts';
import {readFacts} from '../../policy/read-facts.ts';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import {type Diagnosis, diagnose} from '../../rules/diagnosis/diagnosis.ts';
import {everything, matchesAny, type Selection} from '../../rules/diagnosis/selection.ts';
import {Scope} from '../../rules/scope.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {zombiesToSettle} from '../../snapshot/zombies/settled-zombies.ts';
import {requireRule} from '../diagnosis-flags.ts';
import {UsageError} from '../failures.ts';
import {requireProcess, requireSubjects} from '../require-process.ts';
import {type BaselinePlace, readBaseline, writeBaseline} from './baseline-file.ts';
import type {CheckFlagValues} from './flags.ts';
import {givenPolicy} from './policy.ts';
import {pidsOf, type ScopeChoice} from './scope-flag.ts';

/** What a check found, and what the policy makes of it. */
export interface CheckAnswer {
  readonly diagnosis: Diagnosis;
  readonly judgement: Judgement;
  /** How many findings were written to which baseline; undefined: none were to be written. */
  readonly recorded: {readonly count: number; readonly file: string} | undefined;
}

/** What is checked, as the flags and the files that they name say it. */
export interface CheckOrder {
  readonly policy: Policy;
  readonly selection: Selection;
  readonly baseline: Baseline;
  /** Undefined without a baseline. */
  readonly place: BaselinePlace | undefined;
}

type OrderFlagValues = Parameters<typeof givenPolicy>[0] &
  Partial<Pick<CheckFlagValues, 'rule' | 'write-baseline'>>;

/** Reads what is to be checked. A mistake in it is a usage error (2); a file that can't be read is status 3. */
export async function checkOrder(flags: OrderFlagValues): Promise<CheckOrder> {
  const {policy, baseline: place} = await givenPolicy(flags, allRules());
  const baseline = readBaseline(place, flags['write-baseline'] === true);
  const selection = selectionOf(flags.rule, policy);
  requireChecks(selection, policy);
  return {policy, selection, baseline, place};
}

/** Looks at a scope, and holds it against the policy. */
export async function judgeScope(
  scope: Scope,
  {policy, selection, baseline, place}: CheckOrder,
  withOrphans = false,
) {
  const diagnosis = await diagnose(scope, selection);
  const isCloser = policy.allow.length > 0 || place !== undefined;
  const facts = await readFacts(scope, policy, isCloser ? diagnosis.findings : [], withOrphans);
  return {diagnosis, facts, judgement: judge(diagnosis, facts, policy, baseline.again())};
}

/** Looks at the machine, or a part of it, as the flags and the policy say. */
export async function askCheck(
  snapshot: Snapshot,
  flags: Omit<CheckFlagValues, 'scope'> & {readonly scope: ScopeChoice | undefined},
): Promise<CheckAnswer> {
  const order = await checkOrder(flags);
  const {policy, place} = order;
  const earlier = snapshot.again();
  if (typeof flags.scope === 'object') requireProcess(earlier, flags.scope);
  const before = await zombiesToSettle(earlier, flags.settle);
  await snapshot.readAtOnce();
  const scope = new Scope(snapshot, pidsOf(flags.scope, snapshot), before);
  const {diagnosis, facts, judgement} = await judgeScope(scope, order);
  // A session, user or cgroup is never empty: procdoc itself is in it, and a job that left nothing else is well.
  if (judgement.exitStatus === 0 && typeof flags.scope !== 'string') requireSubjects(diagnosis);
  if (!flags['write-baseline'] || place === undefined) return {diagnosis, judgement, recorded: undefined};
  const failing = judgement.checks.flatMap(({findings}) =>
    findings.filter(({status}) => status !== 'ignored').map(({finding}) => finding),
  );
  const known = failing.map(finding => fingerprintOf(finding, pid => facts.traits.get(pid)));
  const recorded = writeBaseline(place.file, known);
  return {
    diagnosis,
    judgement: judge(diagnosis, facts, policy, recorded),
    recorded: {count: failing.length, file: place.file},
  };
}

/** The diagnosis has every finding; the policy says which of them fail. */
function selectionOf(wanted: readonly string[] | undefined, policy: Policy): Selection {
  for (const pattern of wanted ?? []) requireRule(pattern, allRules());
  return {
    ...everything,
    isAsked: rule =>
      (wanted === undefined || matchesAny(wanted, rule)) && standingOf(rule, policy) !== 'ignore',
  };
}

/** A policy that checks nothing would always pass: it is a mistake. */
function requireChecks({isAsked}: Selection, {file, limits, scripts, locks, ports, sigchld}: Policy): void {
  const others = [limits, scripts, locks, ports, sigchld];
  if (allRules().some(isAsked) || others.some(list => list.length > 0)) return;
  throw new UsageError({kind: 'nothing-to-check', file});
}
