import {parse, TomlError} from 'smol-toml';
import type * as z from 'zod/mini';
import {type NagiosRange, parseNagiosRange} from '../../parse/nagios-range.ts';
import {nearest} from '../../parse/targets/nearest.ts';
import {type Limit, measureNames, type Policy} from '../../policy/policy.ts';
import {isPolicyForm, type PolicyForm} from '../../render/failures/policy.ts';
import type {RuleCard} from '../../rules/rule.ts';
import {likeRule, namesRule} from '../diagnosis-flags.ts';
import {UsageError} from '../failures.ts';
import {lineOfPlace, type Place} from './key-line.ts';
import {keysAt, type PolicyContent, policySchema} from './policy-schema.ts';

/** What a procdoc.toml says. */
export interface PolicyFile {
  readonly policy: Partial<Policy>;
  /** As it is written there, relative to the folder of the file. */
  readonly baseline: string | undefined;
}

/** Reads a policy. A mistake in it is a usage error that names the file, the line, and what would be right. */
export function parsePolicyFile(document: string, file: string, rules: readonly RuleCard[]): PolicyFile {
  const result = policySchema.safeParse(parseToml(document, file), {reportInput: true});
  if (!result.success) throw mistakeOf(result.error.issues[0], document, file);
  for (const {place, pattern} of patternsOf(result.data)) {
    if (namesRule(pattern, rules)) continue;
    const line = lineOfPlace(document, place);
    throw new UsageError({
      kind: 'policy-unknown-rule',
      file,
      line,
      pattern,
      like: likeRule(pattern, rules),
    });
  }
  return {policy: policyOf(result.data), baseline: result.data.baseline};
}

function parseToml(document: string, file: string): unknown {
  try {
    return parse(document);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [complaint = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new UsageError({kind: 'policy-not-toml', file, line: error.line, complaint});
  }
}

/** What is wrong in a policy, by the first complaint of its schema. */
function mistakeOf(issue: z.core.$ZodIssue | undefined, document: string, file: string): UsageError {
  const place = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = keysAt(place);
    const line = lineOfPlace(document, [...place, key]);
    const like = nearest(key, known);
    return new UsageError({
      kind: 'policy-unknown-key',
      file,
      line,
      key,
      within: keysOf(place),
      like,
      known,
    });
  }
  const at = {file, line: lineOfPlace(document, place), path: keysOf(place), form: formOf(issue)};
  if (issue?.input === undefined) return new UsageError({kind: 'policy-key-missing', ...at});
  const isWhole = issue.code === 'custom' && typeof issue.input === 'object';
  return new UsageError({kind: 'policy-wrong-value', ...at, isWhole});
}

/** The schema gives a form as the message of an issue. */
function formOf(issue: z.core.$ZodIssue | undefined): PolicyForm {
  return issue && isPolicyForm(issue.message) ? issue.message : 'table';
}

/** The keys of a place, without the numbers of elements. */
function keysOf(place: Place): string[] {
  return place.filter(key => typeof key === 'string');
}

/** Every pattern for rules, with its place. */
function patternsOf({fail = [], ignore = [], allow = []}: PolicyContent) {
  const listed = Object.entries({fail, ignore}).flatMap(([key, patterns]) =>
    patterns.map(pattern => ({place: [key], pattern})),
  );
  const allowed = allow.flatMap(({rule}, at) =>
    [rule].flat().map(pattern => ({place: ['allow', at, 'rule'], pattern})),
  );
  return [...listed, ...allowed];
}

function policyOf(content: PolicyContent): Partial<Policy> {
  const {'fail-on': failOn, certainty, unknown, fail = [], ignore = [], expect = {}} = content;
  return {
    ...(failOn && {failOn}),
    ...(certainty && {certainty}),
    ...(unknown && {unknown}),
    fail,
    ignore,
    allow: (content.allow ?? []).map(({rule, name, user, script, cgroup, reason}) => ({
      rules: [rule].flat(),
      name: name ?? null,
      user: user ?? null,
      script: script ?? null,
      cgroup: cgroup ?? null,
      reason: reason ?? null,
    })),
    limits: limitsOf(content.limits),
    scripts: (expect.script ?? []).map(({name, min, max = Number.POSITIVE_INFINITY, fresh = false}) => ({
      name,
      min: min ?? Math.min(1, max),
      max,
      fresh,
    })),
    locks: (expect.lock ?? []).map(({path, holders}) => ({target: path, holders})),
    ports: (expect.port ?? []).map(({address, holders}) => ({target: address, holders})),
    sigchld: (expect.sigchld ?? []).map(({name, pid, disposition = 'default'}) => ({
      process: name ?? pid ?? '',
      disposition,
    })),
  };
}

function limitsOf(limits: PolicyContent['limits'] = {}): Limit[] {
  return measureNames.flatMap(measure => {
    const limit = limits[measure];
    if (limit === undefined) return [];
    return {measure, warning: rangeOf(limit.warning), critical: rangeOf(limit.critical)};
  });
}

function rangeOf(text: string | undefined): NagiosRange | null {
  return text === undefined ? null : (parseNagiosRange(text) ?? null);
}
