import {boolean} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {evidenceFlag, listingFlags, tableOf} from '../cli/listing-flags.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {defaultOrphanColumns, orphanColumns} from '../render/orphans/columns.ts';
import {orphansJson} from '../render/orphans/json.ts';
import {orphansText} from '../render/orphans/text.ts';
import {readOrphans} from '../snapshot/families/orphans.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Orphans extends ReadingCommand<typeof Orphans> {
  static override summary =
    'Show processes that outlived their parent, who adopted them, and what they still hold';
  static override description =
    `When the process that started it exits, an orphan is reparented to PID 1 or to a subreaper. Left behind by a job, it may hold a lock, a port, a pipe or a socket pair (as Node's pipes are) that others wait for. What init started itself is not an orphan.

DAEMONS

A daemon leaves its parent on purpose, and is listed apart. It has a session of its own, and its standard streams lead to /dev/null or to a log of its own. A program that starts no others, such as sleep(1), is not taken for a daemon, and neither is one that writes to a file of the process that started it. A manager of containers or services at work, such as containerd-shim, conmon or runsv, counts as a daemon.

LIMITS

A session leader directly under init is a daemon of init or an orphan, and /proc does not show which: these are only counted. An orphan that never left the session and process group of its adopter looks like its child. What is left of a service of systemd is an orphan once that run of the service is over; in a service that is still active, as by RemainAfterExit=, it looks like the daemon of Type=forking.`;
  static override examples = examplesOf(
    ['What was left behind, and what it holds', 'procdoc orphans'],
    ['Has the job left something running? Status 1 if so', 'procdoc orphans --exit-code'],
    ['Pids, process groups and what they hold, for a script', 'procdoc orphans -n -o pid,pgid,daemon,holds'],
  );
  static override flags = {
    ...listingFlags(orphanColumns, defaultOrphanColumns),
    evidence: evidenceFlag,
    'exit-code': boolean({
      description: "exit with status 1 if there is an orphan that isn't a daemon (likely)",
    }),
  };

  protected override readonly leavesCodeUnoptimized = true;

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {flags} = this;
    const table = tableOf(flags, orphanColumns, defaultOrphanColumns);
    const scene = await readOrphans(snapshot);
    const leftBehind = scene.orphans.some(({daemonized}) => daemonized() !== true);
    return {
      json: () => orphansJson(scene),
      lines: async (page, introducing) =>
        table?.(scene.orphans, page) ?? orphansText(scene, page, await introducing()),
      exitStatus: flags['exit-code'] && leftBehind ? 1 : 0,
    };
  }
}
