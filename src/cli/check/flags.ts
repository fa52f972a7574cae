import {boolean, option, string} from '@oclif/core/flags';
import type {InferredFlags} from '@oclif/core/interfaces';
import {type CheckFormat, checkFormats} from '../../render/check/formats.ts';
import {certainties, severities} from '../../rules/selection.ts';
import {settleFlag} from '../diagnosis-flags.ts';
import {UsageError} from '../failures.ts';
import {lockFlag, portFlag, scriptFlag, sigchldFlag} from './expectation-flags.ts';
import {limitFlag} from './limit-flag.ts';
import {scopeFlag} from './scope-flag.ts';

const repeated = {multiple: true, multipleNonGreedy: true} as const;
const rules = {...repeated, helpValue: 'RULE'} as const;

/** What a check is held against; each also stands in a procdoc.toml. */
const policyFlags = {
  'fail-on': option({
    options: severities,
    description: 'the least severity of a finding that fails (default: warning)',
  })(),
  certainty: option({
    options: certainties,
    description: 'the least certainty of a finding that fails (default: likely)',
  })(),
  fail: string({...rules, description: 'this rule, or family ("zombies"), fails whatever its severity'}),
  ignore: string({...rules, description: 'do not ask this rule, or family'}),
  'allow-unknown': boolean({description: 'let pass what could not be seen'}),
  zombies: limitFlag({description: 'how many zombies there may be'}),
  'zombies-per-parent': limitFlag({description: 'how many zombies one parent may have'}),
  'zombie-age': limitFlag({description: 'how many seconds the oldest zombie may be dead'}),
  orphans: limitFlag({description: 'how many orphans there may be'}),
  'expect-script': scriptFlag({
    ...repeated,
    description: 'NAME runs so many times (default: 1:); with ",fresh" it is the code on disk',
  }),
  'expect-lock': lockFlag({
    ...repeated,
    description: 'a lock on PATH is held by these programs alone; "PATH=", without a NAME: held by nobody',
  }),
  'expect-port': portFlag({
    ...repeated,
    description: 'a port (:8080, tcp:[::1]:80, unix:/PATH) is held by these alone; "PORT=": held by nobody',
  }),
  'expect-sigchld': sigchldFlag({
    ...repeated,
    description: 'what every NAME, or this process, does with SIGCHLD',
  }),
};

export type PolicyFlagValues = InferredFlags<typeof policyFlags>;

/** The flags of `procdoc check`. */
export const checkFlags = {
  ...policyFlags,
  config: string({
    helpValue: 'FILE',
    description: 'the policy; by default procdoc.toml in the working directory, or the nearest one above',
  }),
  rule: string({...rules, description: 'ask only this rule, or family'}),
  scope: scopeFlag(),
  baseline: string({
    helpValue: 'FILE',
    description:
      'findings recorded in FILE pass; more zombies of the same program are none that is new (set a limit)',
  }),
  'write-baseline': boolean({description: 'record the findings of now in the baseline, so that they pass'}),
  format: option({
    options: checkFormats,
    description:
      'how to print the answer (default: text); nagios and prometheus are for monitoring, the others for people and CI',
  })(),
  'output-file': string({helpValue: 'FILE', description: 'write the answer to FILE, whole or not at all'}),
  settle: settleFlag,
};

export type CheckFlagValues = InferredFlags<typeof checkFlags>;

/** What the answer is printed as: --json is --format json. */
export function formatOf({
  format,
  json,
}: {
  readonly format: CheckFormat | undefined;
  readonly json: boolean;
}): CheckFormat {
  if (!json) return format ?? 'text';
  if (format === undefined || format === 'json') return 'json';
  throw new UsageError(`--json and --format ${format} are two formats: give one or the other`);
}

/** Whether a command line asks for the plugin API, also where nothing else in it can be understood. */
export function asksForNagios(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) => word === '--format=nagios' || (word === 'nagios' && argv[at - 1] === '--format'),
  );
}
