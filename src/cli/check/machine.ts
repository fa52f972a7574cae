import {recordedText} from '../../render/check/baseline.ts';
import {checkLines} from '../../render/check/formats.ts';
import {checkJson} from '../../render/check/json.ts';
import {logLine} from '../../render/check/log-line.ts';
import {monitorOf} from '../../render/check/monitors.ts';
import {checkRows} from '../../render/fleet/check-columns.ts';
import {hostOf} from '../../rules/fleet/host.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import type {Answer} from '../procdoc-command.ts';
import {askCheck} from './ask.ts';
import {type CheckFlagValues, formatOf, tableOfChecks} from './flags.ts';
import {metricLabels} from './metric-label-flag.ts';
import {onPaper} from './output-file.ts';
import type {ScopeChoice} from './scope-flag.ts';

/** Whether one machine passes. */
export async function checkMachine(
  snapshot: Snapshot,
  flags: Omit<CheckFlagValues, 'scope'> & {readonly json: boolean; readonly scope: ScopeChoice | undefined},
  note: (sentence: string) => void,
): Promise<Answer> {
  const [format, file] = [formatOf(flags), flags['output-file']];
  const table = tableOfChecks(flags);
  const labels = metricLabels(format, flags.label);
  const {diagnosis, judgement, recorded} = await askCheck(snapshot, flags);
  if (recorded) note(recordedText(recorded.count, recorded.file));
  return {
    json: () => checkJson(judgement, diagnosis),
    lines: page => {
      const paper = file === undefined ? page : onPaper(page);
      const rows = () => checkRows([{host: hostOf(snapshot, null), answer: {judgement}}]);
      return table?.(rows(), paper) ?? checkLines(format, judgement, diagnosis, paper, labels);
    },
    afterwards: file === undefined || judgement.exitStatus === 0 ? [] : [logLine(judgement, file)],
    exitStatus: monitorOf(format)?.states[judgement.status] ?? judgement.exitStatus,
  };
}
