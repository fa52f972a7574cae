import {boolean} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {evidenceFlag, listingFlags} from '../cli/listing-flags.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {requireProcess} from '../cli/require-process.ts';
import {byName, durationFlag, processFlag} from '../cli/values.ts';
import {zombieLayout} from '../cli/zombie-layout.ts';
import {defaultZombieColumns, zombieColumns} from '../render/zombies/columns.ts';
import {zombiesJson} from '../render/zombies/json.ts';
import {judgeZombies} from '../rules/inspections/zombies.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {zombiesToSettle} from '../snapshot/zombies/settled-zombies.ts';
import {readZombies} from '../snapshot/zombies/zombies.ts';

export default class Zombies extends ReadingCommand<typeof Zombies> {
  static override summary = 'Show every zombie, how it died, and why its parent has not reaped it';
  static override description =
    "A zombie is a process that has exited and that its parent has not waited for. It holds only its pid and its wait status, and can't be killed: it is dead already. The cause is always in its parent. So the answer is grouped by parent: why the parent doesn't reap, the proof, and what to do. Every child is a zombie for a moment, so --settle looks twice.";
  static override examples = examplesOf(
    ['Every zombie, and why it is there', 'procdoc zombies'],
    [
      'Only zombies that are still there a second later; exit with status 1 if there is one',
      'procdoc zombies --settle 1s --exit-code',
    ],
    ['One line a parent, worst first', 'procdoc zombies --by-parent --sort -zombies'],
    ["The pids of one parent's zombies, for a script", 'procdoc zombies --parent 812 -n -o pid'],
  );
  static override flags = {
    ...listingFlags(zombieColumns, defaultZombieColumns),
    evidence: evidenceFlag,
    settle: durationFlag({
      description: 'look twice, this far apart (500ms, 1s, 2m), and keep what is there both times',
    }),
    parent: processFlag({
      description: byName('only the children of this process'),
    }),
    'by-parent': boolean({description: 'print a table with one line a parent'}),
    all: boolean({description: 'show all zombies of a parent, not only ten, and each parent by itself'}),
    'exit-code': boolean({description: 'exit with status 1 if there is a zombie'}),
  };

  protected override readonly leavesCodeUnoptimized = true;

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {flags} = this;
    const lines = zombieLayout(flags);
    const look = this.printsJson || this.printsData ? 'whole' : 'brief';
    const earlier = snapshot.again();
    const parent = flags.parent && requireProcess(earlier, this.pidOf(flags.parent)).pid;
    const before =
      flags.settle === undefined ? undefined : await zombiesToSettle(earlier, flags.settle, {parent, look});
    const scene = await judgeZombies(await readZombies(snapshot, {parent, before, look}));
    return {
      json: () => zombiesJson(scene),
      lines: (page, introducing) => lines(scene, page, introducing),
      exitStatus: flags['exit-code'] && scene.parents.length > 0 ? 1 : 0,
    };
  }
}
