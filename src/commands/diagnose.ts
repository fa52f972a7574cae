import {boolean} from '@oclif/core/flags';
import {selectionFlags, selectionOf, settleFlag} from '../cli/diagnosis-flags.ts';
import {examplesOf} from '../cli/examples.ts';
import {evidenceFlag} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {requireProcess, requireSubjects} from '../cli/require-process.ts';
import {byName, processArgument} from '../cli/values.ts';
import {diagnoseJson} from '../render/diagnose/json.ts';
import {diagnoseText} from '../render/diagnose/text.ts';
import {diagnose} from '../rules/diagnosis/diagnosis.ts';
import {Scope} from '../rules/scope.ts';
import {relativesOf} from '../snapshot/families/relatives.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {zombiesToSettle} from '../snapshot/zombies/settled-zombies.ts';

export default class Diagnose extends ReadingCommand<typeof Diagnose> {
  static override summary = "Check everything and report what's wrong";
  static override description =
    'Without PID, checks the whole machine. With PID, checks that process, everything below it, and what is left in a session or process group that one of them leads.\n\nFindings about one culprit are a case. Each case has a line, the worst first; then the worst three are shown in full, with what to do and the command that shows more. Of a PID that is asked about, and with --full, all are. A rule that could not see everything is reported as not checked everywhere: it has not passed. Exits with status 1 if something was found.';
  static override examples = examplesOf(
    ["What's wrong here", 'procdoc diagnose'],
    [
      'Only errors and warnings of one job, with the evidence',
      'procdoc diagnose 4711 --severity warning --evidence',
    ],
    ['Only zombies and locks', 'procdoc diagnose --rule zombies --rule locks'],
    [
      'Rules and headlines, for a script',
      `procdoc diagnose --json | jq -r '.findings[] | [.rule, .what] | @tsv'`,
    ],
  );
  static override args = {
    pid: processArgument({multiple: true, description: byName('check only this process and its family')}),
  };
  static override flags = {
    ...selectionFlags,
    evidence: evidenceFlag,
    full: boolean({description: 'show every case in full, also where the whole machine is checked'}),
    settle: settleFlag,
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {flags} = this;
    const selection = selectionOf(flags);
    const earlier = snapshot.again();
    for (const pid of this.pids ?? []) requireProcess(earlier, pid);
    const before = await zombiesToSettle(earlier, flags.settle);
    const processes = this.pids?.map(pid => requireProcess(snapshot, pid));
    const pids = processes && relativesOf(snapshot, processes);
    const diagnosis = await diagnose(new Scope(snapshot, pids, before), selection);
    if (diagnosis.findings.length === 0) requireSubjects(diagnosis);
    return {
      json: () => diagnoseJson(diagnosis),
      lines: page => diagnoseText(diagnosis, snapshot, page, flags.full || pids !== undefined),
      exitStatus: diagnosis.findings.length > 0 ? 1 : 0,
    };
  }
}
