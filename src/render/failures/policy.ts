import {valueWords} from './values.ts';
import {meantQuoted} from './words.ts';

/** What must stand at a place of a policy. */
export const policyForms = {
  strings: 'a list of strings, such as ["zombies/*"]',
  string: 'a string in quotes',
  'filled-string': 'a string that is not empty',
  range: 'a Nagios range in quotes, such as "0:5"',
  limit: 'a Nagios range in quotes, such as "0:5", or {warning = "0:5", critical = "0:10"}',
  count: 'a whole number, 0 or more',
  boolean: 'true or false',
  table: 'a table',
  rules: 'a rule, or a list of rules',
  condition: 'a name, user, script or cgroup; to allow it for every process, use "ignore"',
  'max-from-min': 'a max that is at least min',
  'absolute-path': 'an absolute path',
  port: 'a port or socket, such as ":8080", "tcp:[::1]:80" or "unix:/run/x.sock"',
  pid: 'a pid',
  'name-or-pid': 'either a name or a pid',
  disposition: '"default", "ignored" or "caught"',
  severity: '"error", "warning" or "info"',
  certainty: '"proven", "likely" or "unknown"',
  verdict: '"fail" or "pass"',
  'allow-tables': 'one [[allow]] each',
  'script-tables': 'one [[expect.script]] each',
  'lock-tables': 'one [[expect.lock]] each',
  'port-tables': 'one [[expect.port]] each',
  'sigchld-tables': 'one [[expect.sigchld]] each',
} as const;

export type PolicyForm = keyof typeof policyForms;

export function isPolicyForm(text: string): text is PolicyForm {
  return Object.hasOwn(policyForms, text);
}

/** Where a policy is wrong. */
interface PolicyLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A key with those around it: "limits", "zombies"; none for the file as a whole. */
type KeyPath = readonly string[];

/** What is wrong in a policy file. */
export const policyWords = {
  /** `complaint`: of the TOML parser. */
  'policy-not-toml': ({complaint, ...at}: PolicyLine & {complaint: string}) =>
    `${placeText(at)}: not valid TOML: ${complaint}`,
  'policy-unknown-key': ({key, within, like, known, ...at}: UnknownKey) =>
    `${placeText(at)}: unknown key "${key}"${within.length === 0 ? '' : ` in ${nameOf(within)}`}: ${meantQuoted(like) ?? `the keys are ${known.join(', ')}`}`,
  'policy-key-missing': ({path, form, ...at}: PolicyLine & {path: KeyPath; form: PolicyForm}) =>
    `${placeText(at)}: ${nameOf(path)} is missing: ${policyForms[form]}`,
  /** `isWhole`: a table whose keys are right one by one, but not together. */
  'policy-wrong-value': ({path, form, isWhole, ...at}: WrongValue) =>
    `${placeText(at)}: ${nameOf(path)} ${isWhole ? 'needs' : 'must be'} ${policyForms[form]}`,
  'policy-unknown-rule': ({pattern, like, ...at}: PolicyLine & {pattern: string; like: string | undefined}) =>
    `${placeText(at)}: ${valueWords['unknown-rule']({pattern, like})}`,
  /** `file`: of the policy; null without one. */
  'nothing-to-check': ({file}: {file: string | null}) =>
    `nothing is left to check: every rule is ignored${file === null ? '' : ` (policy ${file})`}, and there is no limit or expectation`,
};

interface UnknownKey extends PolicyLine {
  readonly key: string;
  readonly within: KeyPath;
  readonly like: string | undefined;
  readonly known: readonly string[];
}

interface WrongValue extends PolicyLine {
  readonly path: KeyPath;
  readonly form: PolicyForm;
  readonly isWhole: boolean;
}

function placeText({file, line}: PolicyLine): string {
  return `${file}:${line}`;
}

/** "limits.zombies", "expect.script"; the line says which element of a list it is. */
function nameOf(path: KeyPath): string {
  return path.length === 0 ? 'the file' : `"${path.join('.')}"`;
}
