import {setTimeout as sleep} from 'node:timers/promises';
import {boolean} from '@oclif/core/flags';
import {asksForListing, listingFlags, listingOf} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand, requireProcess} from '../cli/reading-command.ts';
import {durationFlag, pidFlag} from '../cli/values.ts';
import {columnLines} from '../render/columns.ts';
import type {Page} from '../render/page.ts';
import {
  defaultParentColumns,
  defaultZombieColumns,
  parentColumns,
  zombieColumns,
  zombieRows,
} from '../render/zombies/columns.ts';
import {zombiesJson} from '../render/zombies/json.ts';
import {zombiesText} from '../render/zombies/text.ts';
import {type JudgedScene, judgeZombies} from '../rules/zombies/index.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {readZombies} from '../snapshot/zombies.ts';

export default class Zombies extends ReadingCommand<typeof Zombies> {
  static override summary = 'Show every zombie, how it died, and why its parent has not reaped it';
  static override description =
    'A zombie is a process that has ended and that its parent has not waited for. It holds nothing but its pid and its wait status, and cannot be killed: it is dead. The cause is always with its parent, so the answer is grouped by parent, with what keeps that from waiting, the proof, and what would help. Every child is a zombie for a moment: --settle looks twice.';
  static override examples = [
    {description: 'Every zombie, and why it is there', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'Only those that are still there a second later; status 1 if there is one',
      command: '<%= config.bin %> <%= command.id %> --settle 1s --exit-code',
    },
    {
      description: 'One line a parent, worst first',
      command: '<%= config.bin %> <%= command.id %> --by-parent --sort -zombies',
    },
    {
      description: 'Pids of the zombies of one parent, for a script',
      command: '<%= config.bin %> <%= command.id %> --parent 812 -n -o pid',
    },
  ];
  static override flags = {
    ...listingFlags(zombieColumns),
    settle: durationFlag({description: 'look twice, this far apart, and keep what was there both times'}),
    parent: pidFlag({description: 'only the children of this process'}),
    'by-parent': boolean({description: 'print a table with one line a parent'}),
    all: boolean({description: 'show all zombies of a parent, not ten'}),
    'exit-code': boolean({description: 'exit with status 1 if there is a zombie'}),
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {flags} = this;
    const lines = this.#lines();
    const parent = flags.parent === undefined ? undefined : requireProcess(snapshot, flags.parent);
    const before = flags.settle === undefined ? undefined : await readZombies(snapshot.again(), {parent});
    if (flags.settle !== undefined) await sleep(flags.settle * 1000);
    const scene = judgeZombies(await readZombies(snapshot, {parent, before}));
    return {
      json: zombiesJson(scene, snapshot),
      lines: page => lines(scene, page),
      exitStatus: flags['exit-code'] && scene.parents.length > 0 ? 1 : 0,
    };
  }

  /** Chosen before the looking, so that a wrong column is said at once. */
  #lines(): (scene: JudgedScene, page: Page) => string[] {
    const {flags} = this;
    if (flags['by-parent']) {
      const listing = listingOf(flags, parentColumns, defaultParentColumns);
      return (scene, page) => columnLines(scene.parents, listing, page);
    }
    if (!asksForListing(flags)) return (scene, page) => zombiesText(scene, page, flags.all);
    const listing = listingOf(flags, zombieColumns, defaultZombieColumns);
    return (scene, page) => columnLines(zombieRows(scene), listing, page);
  }
}
