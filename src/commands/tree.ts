import {integer} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {CannotLook} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand, requireProcess} from '../cli/reading-command.ts';
import {answerByPs, sourceFlag} from '../cli/source.ts';
import {pidArgument} from '../cli/values.ts';
import {readPs, readPsKinship} from '../kernel/ps.ts';
import {treeJson} from '../render/tree/json.ts';
import {treeText} from '../render/tree/text.ts';
import {type Family, readFamily} from '../snapshot/families/family.ts';
import {psFamily, unknownToPsFamily} from '../snapshot/families/ps-family.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Tree extends ReadingCommand<typeof Tree> {
  static override summary =
    'Show where a process stands in its family, and who in it is a zombie or an orphan';
  static override description =
    'The ancestors of a process and all below it, or the whole machine without the threads of the kernel. Each with its state as ps(1) prints it, what it does with SIGCHLD if not the default, the script it runs, how a zombie died, whether it is an orphan, and where a container begins. Lines are drawn in ASCII where the locale is not UTF-8.';
  static override examples = examplesOf(
    ['Where process 4711 comes from, and what it started', 'procdoc tree 4711'],
    ['The whole machine, two levels below the first', 'procdoc tree --depth 2'],
    [
      'Pids of the children of a process, for a script',
      "procdoc tree 4711 --depth 1 --json | jq '.root.children[].pid'",
    ],
  );
  static override args = {pid: pidArgument({description: 'whose family; without it, everyone'})};
  static override flags = {
    depth: integer({
      min: 0,
      helpValue: 'N',
      description: 'show N levels below the process, or below the first',
    }),
    source: sourceFlag('tells only who is whose child'),
  };

  protected override async answer(): Promise<Answer> {
    if (this.isRecorded || this.flags.source === 'proc') return super.answer();
    const {pid} = this.args;
    const family = psFamily(await readPsKinship(), await readPs(), pid, this.#depth());
    if (!family) throw new CannotLook(`ps(1) shows no process ${pid}`);
    return answerByPs(this.#show(family), unknownToPsFamily);
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {pid} = this.args;
    const process = pid === undefined ? undefined : requireProcess(snapshot, pid);
    return this.#show(await readFamily(snapshot, process, this.#depth()));
  }

  #depth(): number {
    return this.flags.depth ?? Number.POSITIVE_INFINITY;
  }

  #show(family: Family): Answer {
    return {json: () => treeJson(family), lines: page => treeText(family, page), exitStatus: 0};
  }
}
