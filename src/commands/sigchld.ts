import {examplesOf} from '../cli/examples.ts';
import {evidenceFlag, listingFlags, tableOf} from '../cli/listing-flags.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {requireProcess} from '../cli/require-process.ts';
import {byName, processArgument} from '../cli/values.ts';
import {defaultSigchldColumns, sigchldColumns} from '../render/sigchld/columns.ts';
import {sigchldJson} from '../render/sigchld/json.ts';
import {sigchldText} from '../render/sigchld/text.ts';
import {judgeSigchld} from '../rules/inspections/sigchld.ts';
import {readSigchldHandling} from '../snapshot/sigchld/handling.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class SigchldCommand extends ReadingCommand<typeof SigchldCommand> {
  static override summary = 'Show how a process handles SIGCHLD, where that came from, and its effects';
  static override description =
    'A program that ignores SIGCHLD loses the exit statuses of its children: waitpid(2), system(3) and pclose(3) fail with ECHILD, and Python reports success for commands that failed. An ignored signal is inherited over fork and exec, so the cause may be an ancestor. Without a PID, the answer is every process that ignores SIGCHLD, has it blocked and pending, or set SA_NOCLDWAIT.';
  static override examples = examplesOf(
    ['Every process that loses exit statuses or misses child exits', 'procdoc sigchld'],
    ['Why system() returns -1 in process 4711', 'procdoc sigchld 4711'],
    ['The answer for a script', 'procdoc sigchld 4711 --json'],
  );
  static override args = {
    pid: processArgument({
      multiple: true,
      description: byName('processes to look at'),
    }),
  };
  static override flags = {...listingFlags(sigchldColumns, defaultSigchldColumns), evidence: evidenceFlag};

  protected override get mostNamed(): number {
    return 10;
  }

  protected override readonly leavesCodeUnoptimized = true;

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const table = tableOf(this.flags, sigchldColumns, defaultSigchldColumns);
    const processes = this.pids?.map(pid => requireProcess(snapshot, pid));
    const judged = judgeSigchld(await readSigchldHandling(snapshot, processes));
    return {
      json: () => sigchldJson(judged),
      lines: async (page, introducing) =>
        table?.(judged, page) ?? sigchldText(judged, page, processes !== undefined, await introducing()),
      exitStatus: 0,
    };
  }
}
