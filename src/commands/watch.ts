import {examplesOf} from '../cli/examples.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {standardOutput} from '../cli/standard-output.ts';
import {byName, processArgument} from '../cli/values.ts';
import {watchDescription, watchFlags} from '../cli/watch/flags.ts';
import {runWatch} from '../cli/watch/run-watch.ts';
import {watchSummaryJson, watchSummaryText} from '../render/watch/summary.ts';

export default class Watch extends ProcdocCommand<typeof Watch> {
  static override summary =
    'Watch processes being born, killed (by whom), reaped or left as zombies, as it happens';
  static override description = watchDescription;
  static override examples = examplesOf(
    ['Who kills my processes?', 'procdoc watch --only kill'],
    ['What process 4711 and its descendants do', 'procdoc watch 4711'],
    ['Which commands fail in the next minute?', 'procdoc watch --only exit --exit-nonzero --duration 1m'],
    ['Wait for a process, and see how it exits', 'procdoc watch --only exit --until 4711'],
    [
      'The killed ones, for a program',
      'procdoc watch --json | jq \'select(.killedBy.kind == "oom-killer")\'',
    ],
  );
  static override args = {
    pid: processArgument({description: byName('the process to watch, with its descendants')}),
  };
  static override flags = watchFlags;
  protected override readonly jsonIndent = 0;

  protected override async answer(): Promise<Answer> {
    const session = await runWatch(this.args.pid, this.flags, {
      page: await this.page(),
      print: text => standardOutput().write(`${text}\n`),
      unreadBytes: () => standardOutput().writableLength,
      note: text => this.note(text),
    });
    return {
      json: () => watchSummaryJson(session),
      lines: page => watchSummaryText(session, page),
      exitStatus: 0,
    };
  }
}
