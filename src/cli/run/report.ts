import {writeNow} from '../../kernel/children/write-now.ts';
import {replaceTextFile} from '../../kernel/text-file.ts';
import type {Outcome} from '../../lifecycle/run/outcome.ts';
import {problemText} from '../../render/failures/problem.ts';
import {runGithub, runJunit} from '../../render/run/ci-reports.ts';
import {outcomeText} from '../../render/run/outcome-text.ts';
import {runJson} from '../../render/run/report-json.ts';
import {timeLines} from '../../render/run/usage.ts';
import {jsonText} from '../../render/safe-text.ts';
import type {RunFlagValues} from './flags.ts';
import {sayNow} from './say-now.ts';

const formats = {
  json: (outcome: Outcome) => [jsonText(runJson(outcome))],
  junit: runJunit,
  github: runGithub,
};

/** Writes what became of a command where the flags want it. False where their file can't be written, which is said. */
export function report(outcome: Outcome, flags: RunFlagValues, format: RunFlagValues['format']): boolean {
  const {report: file, quiet, time} = flags;
  if (format !== undefined && file === undefined) writeLines(formats[format](outcome));
  else if (!quiet) for (const line of outcomeText(outcome)) sayNow(line);
  const {startedAtMs, end} = outcome.ran;
  if (time) writeLines(timeLines(end.usage, (end.timeMs - startedAtMs) / 1000));
  if (file === undefined) return true;
  const written = replaceTextFile(file, formats[format ?? 'json'](outcome).join('\n').concat('\n'));
  if (!written.ok) sayNow(problemText({kind: 'file-unwritable', file, errno: written.errno}));
  return written.ok;
}

function writeLines(lines: readonly string[]): void {
  if (lines.length > 0) writeNow(2, `${lines.join('\n')}\n`);
}
