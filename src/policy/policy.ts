import type {NagiosRange} from '../parse/nagios-range.ts';
import type {Certainty} from '../rules/certainty.ts';
import {matchesAny} from '../rules/diagnosis/selection.ts';
import type {RuleCard, Severity} from '../rules/rule.ts';
import type {Disposition} from '../snapshot/signals/disposition.ts';

/** What a check lets pass, as a procdoc.toml and the flags say it. */
export interface Policy {
  /** The absolute path of the procdoc.toml; null without one. */
  readonly file: string | null;
  /** The least severity of a finding that fails. */
  readonly failOn: Severity;
  /** The least certainty of a finding that fails. */
  readonly certainty: Certainty;
  /** Whether it fails that something could not be seen. */
  readonly unknown: 'fail' | 'pass';
  /** Rules whose findings fail whatever their severity and certainty; an id or a family: "zombies", "zombies/*". */
  readonly fail: readonly string[];
  /** Rules that are not asked. */
  readonly ignore: readonly string[];
  readonly allow: readonly Allowance[];
  readonly limits: readonly Limit[];
  readonly scripts: readonly ScriptRule[];
  readonly locks: readonly HolderRule[];
  readonly ports: readonly HolderRule[];
  readonly sigchld: readonly SigchldRule[];
}

/** Rules whose findings pass for some processes: every condition that is not null must hold. */
export interface Allowance {
  readonly rules: readonly string[];
  /** Patterns, in which "*" is any text; see name-pattern. */
  readonly name: string | null;
  readonly user: string | null;
  readonly script: string | null;
  readonly cgroup: string | null;
  /** Why, for readers of the answer. */
  readonly reason: string | null;
}

/** What can be measured and limited; zombie-age is in seconds, of the oldest zombie. */
export const measureNames = ['zombies', 'zombies-per-parent', 'zombie-age', 'orphans'] as const;
export type MeasureName = (typeof measureNames)[number];

/** When a measure raises a warning, and when it is critical. */
export interface Limit {
  readonly measure: MeasureName;
  readonly warning: NagiosRange | null;
  readonly critical: NagiosRange | null;
}

/** So many processes are to run a script. */
export interface ScriptRule {
  /** A script's name, its path, or a module: as `procdoc scripts NAME` takes it. */
  readonly name: string;
  readonly min: number;
  /** Infinite where any number will do. */
  readonly max: number;
  readonly fresh: boolean;
}

/** A lock or port is to be held by each of these programs and no other process. */
export interface HolderRule {
  /** The path of a lock file; a target of `procdoc holders` for a port. */
  readonly target: string;
  /** Name patterns; empty: no process is to hold it. */
  readonly holders: readonly string[];
}

/** What the processes of a name, or the process of a pid, are to do with SIGCHLD. */
export interface SigchldRule {
  readonly process: string | number;
  readonly disposition: Disposition;
}

/** Without a file and without flags: errors and warnings that are at least likely fail, and so does what could not be seen. */
export const defaultPolicy: Policy = {
  file: null,
  failOn: 'warning',
  certainty: 'likely',
  unknown: 'fail',
  fail: [],
  ignore: [],
  allow: [],
  limits: [],
  scripts: [],
  locks: [],
  ports: [],
  sigchld: [],
};

/**
 * A policy with parts of another, which has the last word: single values are replaced, as is the limit of a
 * measure, and a rule that was to be ignored now fails, or the other way round; lists grow.
 */
export function withPolicy(base: Policy, more: Partial<Policy>): Policy {
  const {limits = [], fail = [], ignore = []} = more;
  const limited = new Set(limits.map(({measure}) => measure));
  return {
    file: more.file ?? base.file,
    failOn: more.failOn ?? base.failOn,
    certainty: more.certainty ?? base.certainty,
    unknown: more.unknown ?? base.unknown,
    fail: [...base.fail.filter(pattern => !ignore.includes(pattern)), ...fail],
    ignore: [...base.ignore.filter(pattern => !fail.includes(pattern)), ...ignore],
    allow: [...base.allow, ...(more.allow ?? [])],
    limits: [...base.limits.filter(({measure}) => !limited.has(measure)), ...limits],
    scripts: [...base.scripts, ...(more.scripts ?? [])],
    locks: [...base.locks, ...(more.locks ?? [])],
    ports: [...base.ports, ...(more.ports ?? [])],
    sigchld: [...base.sigchld, ...(more.sigchld ?? [])],
  };
}

/** What the lists of rules say of one. Its id counts for more than its family, and then "ignore" for more than "fail". */
export function standingOf(rule: RuleCard, {fail, ignore}: Policy): 'fail' | 'ignore' | undefined {
  if (ignore.includes(rule.id)) return 'ignore';
  if (fail.includes(rule.id)) return 'fail';
  if (matchesAny(ignore, rule)) return 'ignore';
  return matchesAny(fail, rule) ? 'fail' : undefined;
}
