import {dirname, resolve} from 'node:path';
import {findUpwards, readTextFile} from '../../kernel/text-file.ts';
import {Baseline, parseBaseline} from '../../policy/baseline.ts';
import {defaultPolicy, measureNames, type Policy, withPolicy} from '../../policy/policy.ts';
import type {RuleCard} from '../../rules/rule.ts';
import {requireRule} from '../diagnosis-flags.ts';
import {CannotLook, UsageError} from '../failures.ts';
import type {PolicyFlagValues} from './flags.ts';

/** The policy of a file and of flags. */
export interface GivenPolicy {
  readonly policy: Policy;
  /** The path of the baseline, if there is one. */
  readonly baseline: string | undefined;
}

interface PlaceFlagValues {
  readonly config: string | undefined;
  readonly baseline: string | undefined;
}

/** Reads the policy file, if there is one, and adds what the flags say. A mistake in it is a usage error (2); a file that can't be read is status 3. */
export async function givenPolicy(
  flags: PolicyFlagValues & PlaceFlagValues,
  rules: readonly RuleCard[],
): Promise<GivenPolicy> {
  for (const pattern of [...(flags.fail ?? []), ...(flags.ignore ?? [])]) requireRule(pattern, rules);
  const file = flags.config ?? findUpwards('procdoc.toml');
  const written = file === undefined ? undefined : await readPolicy(file, rules);
  const base = withPolicy(defaultPolicy, written?.policy ?? {});
  return {policy: withPolicy(base, policyOf(flags)), baseline: flags.baseline ?? written?.baseline};
}

/** What reads a policy file is loaded only where there is one. */
async function readPolicy(file: string, rules: readonly RuleCard[]) {
  const document = readTextFile(file);
  if (!document.ok) throw new CannotLook(`the policy ${file} can't be read (${document.errno})`);
  const {parsePolicyFile} = await import('./policy-file.ts');
  const {policy, baseline} = parsePolicyFile(document.value, file, rules);
  return {policy, baseline: baseline === undefined ? undefined : resolve(dirname(file), baseline)};
}

function policyOf(flags: PolicyFlagValues): Partial<Policy> {
  return {
    ...(flags['fail-on'] && {failOn: flags['fail-on']}),
    ...(flags.certainty && {certainty: flags.certainty}),
    ...(flags['allow-unknown'] && {unknown: 'pass'}),
    fail: flags.fail ?? [],
    ignore: flags.ignore ?? [],
    limits: measureNames.flatMap(measure => {
      const limit = flags[measure];
      return limit ? [{measure, ...limit}] : [];
    }),
    scripts: flags['expect-script'] ?? [],
    locks: flags['expect-lock'] ?? [],
    ports: flags['expect-port'] ?? [],
    sigchld: flags['expect-sigchld'] ?? [],
  };
}

/** The findings of a baseline file, which must exist; an empty baseline without one, or where it is about to be written. */
export function readBaseline(file: string | undefined, isToBeWritten: boolean): Baseline {
  if (isToBeWritten && file === undefined)
    throw new UsageError('--write-baseline needs --baseline FILE, or "baseline" in the policy');
  if (file === undefined || isToBeWritten) return new Baseline();
  const text = readTextFile(file);
  if (!text.ok)
    throw new CannotLook(
      `the baseline ${file} can't be read (${text.errno}): --write-baseline records the current findings`,
    );
  const findings = parseBaseline(text.value);
  if (findings) return new Baseline(findings);
  throw new UsageError(`${file} isn't a baseline of this version: --write-baseline makes one`);
}
