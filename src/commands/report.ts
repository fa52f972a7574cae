import {type InspectTarget, inspectTarget} from '../cli/inspect/targets.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {originOf, requireAsked} from '../cli/report/asked.ts';
import {reportDescription, reportExamples, reportFlags, requiredPage} from '../cli/report/flags.ts';
import {readReport} from '../cli/report/read-report.ts';
import {redactedSnapshot} from '../cli/report/redacted.ts';
import {writePage} from '../cli/report/write-page.ts';
import {reportJson} from '../render/report/json.ts';
import {reportSummary} from '../render/report/summary.ts';
import {resolvedText} from '../render/resolved.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Report extends ReadingCommand<typeof Report> {
  static override summary = "Write a page for a browser that shows someone else what's wrong";
  static override description = reportDescription;
  static override examples = reportExamples;
  static override args = {
    target: inspectTarget({
      multiple: true,
      description: 'PID, program, script, unit, container, :PORT, path or @session',
    }),
  };
  static override flags = reportFlags;

  /** A page is for a program, a browser. */
  protected override get printsData(): boolean {
    return true;
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {redact: isRedacted = false, settle} = this.flags;
    const {recording, mount, config} = this;
    const file = requiredPage(this.flags);
    const targets = this.args.target as unknown as InspectTarget[] | undefined;
    const {processes, resolved, before} = await requireAsked(snapshot, targets, settle);
    for (const name of resolved) this.tell(name, resolvedText(name));
    const pids = processes?.map(({pid}) => pid);
    const seen = isRedacted ? await redactedSnapshot(snapshot, processes, mount, this.onRecorded) : snapshot;
    const origin = originOf({recording, mount, isRedacted, targets, pids, version: config.version});
    const report = await readReport(seen, {origin, asked: pids, before});
    const {page, sizeBytes} = await writePage(file, report);
    const summary = reportJson(report, {file, asked: pids ?? null, redacted: isRedacted, sizeBytes});
    return {
      json: () => summary,
      lines: () => {
        this.note(reportSummary(summary));
        return file === '-' ? page.trimEnd().split('\n') : [];
      },
      exitStatus: report.diagnosis.findings.length > 0 ? 1 : 0,
    };
  }
}
