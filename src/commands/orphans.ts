import {boolean} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {defaultOrphanColumns, orphanColumns} from '../render/orphans/columns.ts';
import {orphansJson} from '../render/orphans/json.ts';
import {orphansText} from '../render/orphans/text.ts';
import {readOrphans} from '../snapshot/families/orphans.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Orphans extends ReadingCommand<typeof Orphans> {
  static override summary =
    'Show every process whose parent is gone, who adopted it, and what it still holds';
  static override description =
    'An orphan outlived the process that started it, and was reparented to PID 1 or to a subreaper. Left behind by a job, it may hold a lock, a port or a pipe that others wait for. What init started itself is no orphan; a process that, most likely, left its parent to be a daemon is, and is listed apart: it has a session of its own, and its standard streams lead to /dev/null or a log of its own. What never detaches itself, such as sleep(1), or writes to a file of who started it, is left behind. Not told apart, and only counted, are session leaders directly under init; an orphan that never left the session and process group of its adopter looks like its child.';
  static override examples = examplesOf(
    ['What was left behind, and what it holds', 'procdoc orphans'],
    ['Has the job left something running? Status 1 if so', 'procdoc orphans --exit-code'],
    ['Pids, process groups and what they hold, for a script', 'procdoc orphans -n -o pid,pgid,daemon,holds'],
  );
  static override flags = {
    ...listingFlags(orphanColumns, defaultOrphanColumns),
    'exit-code': boolean({
      description: 'exit with status 1 if there is an orphan that is not, most likely, a daemon',
    }),
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {flags} = this;
    const table = tableOf(flags, orphanColumns, defaultOrphanColumns);
    const scene = await readOrphans(snapshot);
    const leftBehind = scene.orphans.some(({daemonized}) => daemonized() !== true);
    return {
      json: () => orphansJson(scene),
      lines: page => table?.(scene.orphans, page) ?? orphansText(scene, page),
      exitStatus: flags['exit-code'] && leftBehind ? 1 : 0,
    };
  }
}
