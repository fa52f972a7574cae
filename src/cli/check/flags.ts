import {boolean, option, string} from '@oclif/core/flags';
import type {InferredFlags} from '@oclif/core/interfaces';
import {type CheckFormat, checkFormats} from '../../render/check/formats.ts';
import {type CheckOnHost, checkColumns, defaultCheckColumns} from '../../render/fleet/check-columns.ts';
import {certainties, severities} from '../../rules/diagnosis/selection.ts';
import {settleFlag} from '../diagnosis-flags.ts';
import {UsageError} from '../failures.ts';
import {evidenceFlag, listingFlags, type TableOf, tableOf} from '../listing-flags.ts';
import {severalFrom} from '../source.ts';
import {lockFlag, portFlag, scriptFlag, sigchldFlag} from './expectation-flags.ts';
import {limitFlag} from './limit-flag.ts';
import {metricLabelFlag} from './metric-label-flag.ts';
import {scopeFlag} from './scope-flag.ts';

const repeated = {multiple: true, multipleNonGreedy: true} as const;
const rules = {...repeated, helpValue: 'RULE'} as const;

/** The policy; each of these can also stand in a procdoc.toml. */
const policyFlags = {
  'fail-on': option({
    options: severities,
    description: 'fail on findings of at least this severity (default: warning)',
  })(),
  certainty: option({
    options: certainties,
    description: 'fail on findings of at least this certainty (default: likely)',
  })(),
  fail: string({
    ...rules,
    description: 'fail on every finding of this rule or family ("zombies"), whatever its severity',
  }),
  ignore: string({...rules, description: 'skip this rule or family'}),
  'allow-unknown': boolean({description: 'pass even if something could not be seen'}),
  zombies: limitFlag({description: 'limit the number of zombies'}),
  'zombies-per-parent': limitFlag({description: 'limit the number of zombies of one parent'}),
  'zombie-age': limitFlag({description: 'limit the age of the oldest zombie, in seconds'}),
  orphans: limitFlag({description: 'limit the number of orphans'}),
  'expect-script': scriptFlag({
    ...repeated,
    description: 'expect NAME to run so many times (default: 1:), with ",fresh" from the code on disk',
  }),
  'expect-lock': lockFlag({
    ...repeated,
    description: 'expect the lock on PATH to be held by these programs only; "PATH=": by no process',
  }),
  'expect-port': portFlag({
    ...repeated,
    description:
      'expect PORT (:8080, tcp:[::1]:80, unix:/PATH) to be held by these programs only; "PORT=": by no process',
  }),
  'expect-sigchld': sigchldFlag({
    ...repeated,
    description: 'expect this SIGCHLD disposition of every NAME, or of one process (default: default)',
  }),
};

export type PolicyFlagValues = InferredFlags<typeof policyFlags>;

/** --format of a listing has other formats than an answer. */
const {format: _, ...tableFlags} = listingFlags(checkColumns, defaultCheckColumns);

/** The table that -o, --sort and -n ask for; undefined without these flags. */
export function tableOfChecks(
  flags: Pick<CheckFlagValues, 'output' | 'sort' | 'no-header' | 'format'> & {readonly json: boolean},
): TableOf<CheckOnHost> | undefined {
  const table = tableOf({...flags, format: undefined}, checkColumns, defaultCheckColumns);
  if (table && flags.format !== undefined && flags.format !== 'text')
    throw new UsageError({kind: 'flags-exclude-each-other', flags: ['-o', `--format ${flags.format}`]});
  return table;
}

/** The flags of `procdoc check`. */
export const checkFlags = {
  ...policyFlags,
  config: string({
    helpValue: 'FILE',
    description: 'the policy file (default: the nearest procdoc.toml in the working directory or above)',
  }),
  rule: string({...rules, description: 'check only this rule or family'}),
  scope: scopeFlag(),
  baseline: string({
    helpValue: 'FILE',
    description: 'let the findings recorded in FILE pass',
  }),
  'write-baseline': boolean({
    description: 'record the current findings in the baseline, so that they pass from now on',
  }),
  format: option({
    options: checkFormats,
    description: 'print the answer in this format (default: text)',
  })(),
  label: metricLabelFlag({
    ...repeated,
    description:
      'give every metric of --format prometheus this label, so that the node exporter takes the files of several checks',
  }),
  'output-file': string({helpValue: 'FILE', description: 'write the answer to FILE, atomically'}),
  settle: settleFlag,
  evidence: evidenceFlag,
  from: severalFrom,
  ...tableFlags,
};

export type CheckFlagValues = InferredFlags<typeof checkFlags>;

/** The format of the answer; --json is --format json. */
export function formatOf({
  format,
  json,
}: {
  readonly format: CheckFormat | undefined;
  readonly json: boolean;
}): CheckFormat {
  if (!json) return format ?? 'text';
  if (format === undefined || format === 'json') return 'json';
  throw new UsageError({kind: 'flags-exclude-each-other', flags: ['--json', `--format ${format}`]});
}

/** The format that a command line asks for, even where the rest of it can't be parsed; undefined for none. */
export function formatIn(argv: readonly string[]): string | undefined {
  const at = argv.findIndex(word => word === '--format' || word.startsWith('--format='));
  return argv[at] === '--format' ? argv[at + 1] : argv[at]?.slice('--format='.length);
}
