import {examplesOf} from '../cli/examples.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {requireProcess} from '../cli/require-process.ts';
import {byName, processArgument, signalArgument} from '../cli/values.ts';
import {defaultSignalColumns, signalColumns} from '../render/signals/columns.ts';
import {signalsJson} from '../render/signals/json.ts';
import {signalsText} from '../render/signals/text.ts';
import {readSignalReport} from '../snapshot/signal-origins/signal-report.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Signals extends ReadingCommand<typeof Signals> {
  static override summary = 'Show why Ctrl-C or a signal does nothing: what a process does with each signal';
  static override description =
    'The first line answers the question. Below it is a row for each signal that is ignored, caught, blocked or pending: what would take it if it were sent now, and since which ancestor it is ignored. Both fork(2) and execve(2) pass on that a signal is ignored or blocked.\n\nKeys such as Ctrl-C signal only the foreground process group of the terminal. SIGCHLD has a command of its own: procdoc-sigchld(1).';
  static override examples = examplesOf(
    ['Why Ctrl-C does nothing', 'procdoc signals 4711 INT'],
    ['Which signals do nothing to a script', 'procdoc signals worker.py'],
    [
      'The signals that it ignores, for a script',
      `procdoc signals 4711 --json | jq '.signals[] | select(.disposition == "ignored").signal'`,
    ],
  );
  static override args = {
    pid: processArgument({required: true, description: byName('the process to look at')}),
    signal: signalArgument({description: 'only what becomes of this signal: INT, SIGINT, 2 or Ctrl-C'}),
  };
  static override flags = listingFlags(signalColumns, defaultSignalColumns);

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {signal} = this.args;
    const table = tableOf(this.flags, signalColumns, defaultSignalColumns);
    const report = await readSignalReport(
      snapshot,
      requireProcess(snapshot, this.pidOf(this.args.pid)),
      signal,
    );
    return {
      json: () => signalsJson(report, signal),
      lines: async (page, introducing) =>
        table?.(report.rows, page) ?? signalsText(report, signal, page, await introducing()),
      exitStatus: 0,
    };
  }
}
