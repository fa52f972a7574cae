import {boolean} from '@oclif/core/flags';
import {answerEach} from '../cli/answer-each.ts';
import {examplesOf} from '../cli/examples.ts';
import {drawn, evidenceFlag, listingFlags, tableOf} from '../cli/listing-flags.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {requireDescriptors} from '../cli/require-process.ts';
import {byName, processArgument} from '../cli/values.ts';
import {defaultDescriptorColumns, descriptorColumns} from '../render/inherited-fds/columns.ts';
import {inheritedFdsGraph} from '../render/inherited-fds/graph.ts';
import {inheritedFdsJson} from '../render/inherited-fds/json.ts';
import {inheritedFdsText} from '../render/inherited-fds/text.ts';
import {isRemarkable, judgeDescriptors} from '../rules/inspections/descriptors.ts';
import {sharersOfTable, threadDescriptors} from '../snapshot/descriptors/shared-tables.ts';
import {readInheritedFds} from '../snapshot/inheritance/inherited-fds.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class InheritedFds extends ReadingCommand<typeof InheritedFds> {
  static override summary =
    'Show which descriptors a process inherited, from whom, and to whom it passed them on';
  static override description =
    'Processes that share an open file description share its offset and its flock, and each of them keeps the lock, port or pipe behind it in use.\n\nEach shared descriptor is shown with the ancestor it was inherited from, the descendants that inherited it, and every other process that has it. kcmp(2) proves that two descriptors are one description, not just one path. What is wrong comes first.';
  static override examples = examplesOf(
    ['What process 4711 shares with others', 'procdoc inherited-fds 4711'],
    ['All its descriptors, as a table', 'procdoc inherited-fds 4711 --all -o fd,kind,from,target'],
    [
      'For a script: locks whose acquirer has exited',
      `procdoc inherited-fds 4711 --json | jq '.descriptors[] | select(.locks[].acquirerAlive == false)'`,
    ],
  );
  static override args = {
    pid: processArgument({required: true, description: byName('the process to look at')}),
  };
  static override flags = {
    ...listingFlags(descriptorColumns, defaultDescriptorColumns, drawn),
    evidence: evidenceFlag,
    all: boolean({description: 'also show descriptors that no other process has'}),
  };
  protected override readonly answersEach = true;

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const table = tableOf(this.flags, descriptorColumns, defaultDescriptorColumns);
    const syscalls = await snapshot.comparingSyscalls();
    return answerEach(snapshot, this.pids ?? [], async process => {
      const ofThreads = threadDescriptors(snapshot, syscalls, process);
      const descriptors = [...requireDescriptors(snapshot, process), ...ofThreads];
      const judged = judgeDescriptors(readInheritedFds(snapshot, process, descriptors, syscalls));
      const sharers = () => sharersOfTable(snapshot, syscalls, process);
      const shown = this.flags.all ? judged : judged.filter(isRemarkable);
      return {
        json: () => inheritedFdsJson(process, sharers(), shown),
        graph: () => inheritedFdsGraph(process, shown),
        lines: async (page, introducing) =>
          table?.(shown, page) ??
          inheritedFdsText(process, {all: judged, shown}, sharers(), page, await introducing()),
        exitStatus: 0,
      };
    });
  }
}
