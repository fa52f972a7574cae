import {diagnoseDescription, diagnoseExamples, diagnoseFlags} from '../cli/diagnose/flags.ts';
import {selectionOf} from '../cli/diagnosis-flags.ts';
import {UsageError} from '../cli/failures.ts';
import {diagnoseHosts} from '../cli/fleet/diagnose-hosts.ts';
import {tableOf} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {requireProcess, requireSubjects} from '../cli/require-process.ts';
import {byName, processArgument} from '../cli/values.ts';
import {diagnoseJson} from '../render/diagnose/json.ts';
import {diagnoseText} from '../render/diagnose/text.ts';
import {defaultFoundColumns, foundColumns} from '../render/fleet/columns.ts';
import {diagnose} from '../rules/diagnosis/diagnosis.ts';
import {foundOnHosts} from '../rules/fleet/by-rule.ts';
import {hostOf} from '../rules/fleet/host.ts';
import {Scope} from '../rules/scope.ts';
import {relativesOf} from '../snapshot/families/relatives.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {zombiesToSettle} from '../snapshot/zombies/settled-zombies.ts';

export default class Diagnose extends ReadingCommand<typeof Diagnose> {
  static override summary = "Check everything and report what's wrong";
  static override description = diagnoseDescription;
  static override examples = diagnoseExamples;
  static override args = {
    pid: processArgument({multiple: true, description: byName('check only this process and its family')}),
  };
  static override flags = diagnoseFlags;

  protected override readonly looksAtEverything = true;
  protected override readonly leavesCodeUnoptimized = true;

  protected override async lookAtAll(files: readonly string[]): Promise<Answer> {
    if (this.args.pid !== undefined) throw new UsageError({kind: 'flag-for-one-recording', flag: 'PID'});
    return diagnoseHosts(files, this.flags, selectionOf(this.flags));
  }

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {flags} = this;
    const table = tableOf(flags, foundColumns, defaultFoundColumns);
    const selection = selectionOf(flags);
    const earlier = snapshot.again();
    for (const pid of this.pids ?? []) requireProcess(earlier, pid);
    const before = await zombiesToSettle(earlier, flags.settle);
    await snapshot.readAtOnce();
    const processes = this.pids?.map(pid => requireProcess(snapshot, pid));
    const pids = processes && relativesOf(snapshot, processes);
    const diagnosis = await diagnose(new Scope(snapshot, pids, before), selection);
    if (diagnosis.findings.length === 0) requireSubjects(diagnosis);
    return {
      json: () => diagnoseJson(diagnosis),
      lines: async (page, introducing) =>
        table?.(foundOnHosts([{host: hostOf(snapshot, null), answer: diagnosis}]), page) ??
        diagnoseText(diagnosis, snapshot, page, flags.full || pids !== undefined, await introducing()),
      exitStatus: diagnosis.findings.length > 0 ? 1 : 0,
    };
  }
}
