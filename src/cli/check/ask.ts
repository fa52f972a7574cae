import {replaceTextFile} from '../../kernel/text-file.ts';
import {Baseline, fingerprintOf, formatBaseline} from '../../policy/baseline.ts';
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
import {CannotLook} from '../failures.ts';
import {requireProcess, requireSubjects} from '../reading-command.ts';
import type {CheckFlagValues} from './flags.ts';
import {givenPolicy, readBaseline} from './policy.ts';
import {pidsOf} from './scope-flag.ts';

/** What a check found, and what the policy makes of it. */
export interface CheckAnswer {
  readonly diagnosis: Diagnosis;
  readonly judgement: Judgement;
  /** How many findings were written to which baseline; undefined: none were to be written. */
  readonly recorded: {readonly count: number; readonly file: string} | undefined;
}

/** Looks at the machine, or a part of it, as the flags and the policy say. */
export async function askCheck(snapshot: Snapshot, flags: CheckFlagValues): Promise<CheckAnswer> {
  const {policy, baseline: file} = await givenPolicy(flags, allRules());
  const baseline = readBaseline(file, flags['write-baseline']);
  const selection = selectionOf(flags.rule, policy);
  const earlier = snapshot.again();
  if (typeof flags.scope === 'number') requireProcess(earlier, flags.scope);
  const before = await zombiesToSettle(earlier, flags.settle);
  const scope = new Scope(snapshot, pidsOf(flags.scope, snapshot), before);
  const diagnosis = await diagnose(scope, selection);
  const isCloser = policy.allow.length > 0 || file !== undefined;
  const facts = await readFacts(scope, policy, isCloser ? diagnosis.findings : []);
  const judgement = judge(diagnosis, facts, policy, baseline);
  if (judgement.exitStatus === 0) requireSubjects(diagnosis);
  if (!flags['write-baseline'] || file === undefined) return {diagnosis, judgement, recorded: undefined};
  const failing = judgement.checks.flatMap(({findings}) =>
    findings.filter(({status}) => status !== 'ignored').map(({finding}) => finding),
  );
  const known = failing.map(finding => fingerprintOf(finding, pid => facts.traits.get(pid)));
  const written = replaceTextFile(file, formatBaseline(known));
  if (!written.ok) throw new CannotLook(`the baseline ${file} can't be written (${written.errno})`);
  return {
    diagnosis,
    judgement: judge(diagnosis, facts, policy, new Baseline(known)),
    recorded: {count: failing.length, file},
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
