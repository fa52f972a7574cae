import {parse, TomlError} from 'smol-toml';
import type * as z from 'zod/mini';
import {type NagiosRange, parseNagiosRange} from '../../parse/nagios-range.ts';
import {type Limit, measureNames, type Policy} from '../../policy/policy.ts';
import type {RuleCard} from '../../rules/rule.ts';
import {ruleProblem} from '../diagnosis-flags.ts';
import {UsageError} from '../failures.ts';
import {nearest} from '../nearest.ts';
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
  if (!result.success) throw problemAt(file, document, problemOf(result.error.issues[0]));
  for (const {place, pattern} of patternsOf(result.data)) {
    const problem = ruleProblem(pattern, rules);
    if (problem !== undefined) throw problemAt(file, document, {place, problem});
  }
  return {policy: policyOf(result.data), baseline: result.data.baseline};
}

function parseToml(document: string, file: string): unknown {
  try {
    return parse(document);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new UsageError(`${file}:${error.line}: not valid TOML: ${message}`);
  }
}

interface Problem {
  readonly place: Place;
  readonly problem: string;
}

function problemAt(file: string, document: string, {place, problem}: Problem): UsageError {
  return new UsageError(`${file}:${lineOfPlace(document, place)}: ${problem}`);
}

function problemOf(issue: z.core.$ZodIssue | undefined): Problem {
  if (issue === undefined) return {place: [], problem: 'not a policy'};
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = keysAt(issue.path);
    const like = nearest(key, known);
    const hint = like === undefined ? `the keys are ${known.join(', ')}` : `did you mean "${like}"?`;
    return {place: [...issue.path, key], problem: `unknown key "${key}"${within(issue.path)}: ${hint}`};
  }
  const name = nameOf(issue.path);
  if (issue.input === undefined) return {place: issue.path, problem: `${name} is missing: ${issue.message}`};
  const isWhole = issue.code === 'custom' && typeof issue.input === 'object';
  return {place: issue.path, problem: `${name} ${isWhole ? 'needs' : 'must be'} ${issue.message}`};
}

/** "limits.zombies", "expect.script"; the line says which element of a list it is. */
function nameOf(place: Place): string {
  const keys = place.filter(key => typeof key === 'string');
  return keys.length === 0 ? 'the file' : `"${keys.join('.')}"`;
}

function within(place: Place): string {
  return place.length === 0 ? '' : ` in ${nameOf(place)}`;
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
