import {type CheckStatus, type Judgement, worstOf} from '../../policy/judgement.ts';
import type {CheckFormat} from '../../render/check/formats.ts';
import type {BrokenRecording} from '../../render/fleet/broken.ts';
import {checkRows} from '../../render/fleet/check-columns.ts';
import {fleetGithubLines, fleetJunitLines, fleetTapLines} from '../../render/fleet/check-formats.ts';
import {fleetCheckJson} from '../../render/fleet/check-json.ts';
import {fleetLogLine} from '../../render/fleet/check-summary.ts';
import {fleetCheckText} from '../../render/fleet/check-text.ts';
import type {Page} from '../../render/page.ts';
import type {HostAnswer} from '../../rules/fleet/host.ts';
import {askCheck} from '../check/ask.ts';
import {type CheckFlagValues, formatOf, tableOfChecks} from '../check/flags.ts';
import {metricLabels} from '../check/metric-label-flag.ts';
import {onPaper} from '../check/output-file.ts';
import {UsageError} from '../failures.ts';
import type {Answer} from '../procdoc-command.ts';
import {askHosts} from './ask-hosts.ts';

type Judged = HostAnswer<{readonly judgement: Judgement}>;

/** Whether several hosts pass, each asked by its recording; all together are as bad as the worst. */
export async function checkHosts(
  files: readonly string[],
  flags: CheckFlagValues & {readonly quiet: boolean; readonly json: boolean},
): Promise<Answer> {
  const format = requireFormat(formatOf(flags));
  const table = tableOfChecks(flags);
  metricLabels(format, flags.label);
  for (const flag of ['scope', 'write-baseline'] as const)
    if (flags[flag]) throw new UsageError({kind: 'flag-for-one-recording', flag: `--${flag}`});
  const {answers, broken} = await askHosts(files, flags.quiet, snapshot =>
    askCheck(snapshot, {...flags, scope: undefined}),
  );
  const isTolerated = answers[0]?.answer.judgement.unknown === 'pass';
  const unknown: CheckStatus[] = broken.length > 0 && !isTolerated ? ['unknown'] : [];
  const worst = worstOf([...answers.map(({answer}) => answer.judgement.status), ...unknown]);
  const status = worst === 'ignored' ? 'ok' : worst;
  const file = flags['output-file'];
  return {
    json: () => fleetCheckJson(answers, broken, status),
    lines: page => {
      const paper = file === undefined ? page : onPaper(page);
      return table?.(checkRows(answers), paper) ?? linesOf[format](answers, broken, status, paper);
    },
    afterwards:
      file === undefined || status === 'ok' ? [] : [fleetLogLine(answers, broken.length, status, file)],
    problems: broken.map(({problem}) => problem),
    exitStatus: status === 'ok' ? 0 : status === 'unknown' ? 3 : 1,
  };
}

type FleetFormat = Exclude<CheckFormat, 'nagios' | 'npd' | 'prometheus'>;

/** Monitoring asks one machine. */
function requireFormat(format: CheckFormat): FleetFormat {
  if (format !== 'nagios' && format !== 'npd' && format !== 'prometheus') return format;
  throw new UsageError({kind: 'flag-for-one-recording', flag: `--format ${format}`});
}

const text = (
  answers: readonly Judged[],
  broken: readonly BrokenRecording[],
  status: Exclude<CheckStatus, 'ignored'>,
  page: Page,
) => fleetCheckText(answers, broken.length, status, page);

const linesOf: Readonly<Record<FleetFormat, typeof text>> = {
  text,
  json: text,
  junit: fleetJunitLines,
  tap: fleetTapLines,
  github: fleetGithubLines,
};
