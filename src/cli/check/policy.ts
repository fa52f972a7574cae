import {dirname, resolve} from 'node:path';
import {findUpwards} from '../../kernel/text-file.ts';
import {defaultPolicy, measureNames, type Policy, withPolicy} from '../../policy/policy.ts';
import type {RuleCard} from '../../rules/rule.ts';
import {requireRule} from '../diagnosis-flags.ts';
import type {BaselinePlace} from './baseline-file.ts';
import type {PolicyFlagValues} from './flags.ts';
import {cannotRead, readGivenFile} from './given-file.ts';
import {requireTrust} from './trust.ts';

/** The policy of a file and of flags. */
export interface GivenPolicy {
  readonly policy: Policy;
  readonly baseline: BaselinePlace | undefined;
}

interface PlaceFlagValues {
  readonly config: string | undefined;
  readonly baseline: string | undefined;
}

/**
 * Reads the policy file, if there is one, and adds what the flags say. A mistake in it is a usage error (2), as is a
 * file that was found and that another user can have written; a file that can't be read is status 3.
 */
export async function givenPolicy(
  flags: Partial<PolicyFlagValues> & PlaceFlagValues,
  rules: readonly RuleCard[],
): Promise<GivenPolicy> {
  for (const pattern of [...(flags.fail ?? []), ...(flags.ignore ?? [])]) requireRule(pattern, rules);
  const isFound = flags.config === undefined;
  const file = flags.config ?? findUpwards('procdoc.toml');
  if (isFound && file !== undefined) requireTrust('policy', file);
  const written = file === undefined ? undefined : await readPolicy(file, rules);
  const base = withPolicy(defaultPolicy, written?.policy ?? {});
  return {
    policy: withPolicy(base, policyOf(flags)),
    baseline: baselineOf(flags.baseline, written?.baseline, isFound),
  };
}

function baselineOf(
  flag: string | undefined,
  written: string | undefined,
  isFound: boolean,
): BaselinePlace | undefined {
  if (flag !== undefined) return {file: flag, isFound: false};
  return written === undefined ? undefined : {file: written, isFound};
}

/** What reads a policy file is loaded only where there is one. */
async function readPolicy(file: string, rules: readonly RuleCard[]) {
  const document = readGivenFile('policy', file);
  if (document === undefined) throw cannotRead('policy', file, {errno: 'ENOENT'});
  const {parsePolicyFile} = await import('./policy-file.ts');
  const {policy, baseline} = parsePolicyFile(document, file, rules);
  return {
    policy: {...policy, file: resolve(file)},
    baseline: baseline === undefined ? undefined : resolve(dirname(file), baseline),
  };
}

function policyOf(flags: Partial<PolicyFlagValues>): Partial<Policy> {
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
