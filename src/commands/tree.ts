import {answerEach} from '../cli/answer-each.ts';
import {examplesOf} from '../cli/examples.ts';
import {CannotLook} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {answerByPs} from '../cli/source.ts';
import {treeFlags} from '../cli/tree-flags.ts';
import {barePid, byName, processArgument} from '../cli/values.ts';
import {readPs, readPsKinship} from '../kernel/ps.ts';
import type {Introducing} from '../render/introductions/introductions.ts';
import type {Page} from '../render/page.ts';
import {treeGraph} from '../render/tree/graph.ts';
import {treeJson} from '../render/tree/json.ts';
import {treeText} from '../render/tree/text.ts';
import {type Family, readFamily} from '../snapshot/families/family.ts';
import {psFamily, unknownToPsFamily} from '../snapshot/families/ps-family.ts';
import type {Process} from '../snapshot/process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Tree extends ReadingCommand<typeof Tree> {
  static override summary = 'Show a process tree with zombies, orphans and scripts marked';
  static override description =
    'The ancestors of PID and everything below it; without PID the whole machine, except the threads of the kernel.\n\nEach process is shown with its state as ps(1) prints it, whether it ignores SIGCHLD, the script it runs, how a zombie died, whether it is an orphan, and where a container begins. Processes that differ by nothing but their PID, and started nothing, share a line. Lines are drawn in ASCII where the locale is not UTF-8.';
  static override examples = examplesOf(
    ['The ancestors of process 4711, and what it started', 'procdoc tree 4711'],
    ['The whole machine, two levels deep', 'procdoc tree --depth 2'],
    ['The pids of its children', "procdoc tree 4711 --depth 1 --json | jq '.root.children[].pid'"],
  );
  static override args = {
    pid: processArgument({description: byName('the process whose family to show, without it all')}),
  };
  static override flags = treeFlags;
  protected override readonly answersEach = true;
  readonly #depth = () => this.flags.depth ?? Number.POSITIVE_INFINITY;

  protected override async answer(): Promise<Answer> {
    if (this.isRecorded || this.flags.source === 'proc') return super.answer();
    const pid = barePid(this.args.pid);
    const family = psFamily(await readPsKinship(), await readPs(), pid, this.#depth());
    if (!family) throw new CannotLook({kind: 'no-such-process-by-ps', pid: pid as number});
    return answerByPs(this.#show(family), unknownToPsFamily);
  }

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const look = this.printsJson ? 'whole' : 'named';
    const show = async (one?: Process) =>
      this.#show(await readFamily(snapshot, one, this.#depth(), look), one);
    return this.pids ? answerEach(snapshot, this.pids, show) : show();
  }

  #show(family: Family, asked?: Process) {
    const lines = async (page: Page, introducing?: Introducing) =>
      treeText(family, page, this.flags.long, asked && (await introducing?.())?.(asked));
    return {json: () => treeJson(family), lines, graph: () => treeGraph(family), exitStatus: 0} as const;
  }
}
