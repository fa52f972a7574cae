import {boolean} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {readJudgedCards} from '../cli/inspect/cards.ts';
import {type InspectTarget, inspectTarget, requireInspected} from '../cli/inspect/targets.ts';
import {evidenceFlag} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {inspectJson} from '../render/inspect/json.ts';
import {inspectText} from '../render/inspect/text.ts';
import {resolvedText} from '../render/resolved.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {zombiesToSettle} from '../snapshot/zombies/settled-zombies.ts';

/** More cards than these are longer than anybody reads. */
const MOST_CARDS = 5;
/** A child that has been a zombie for less is about to be reaped. */
const SETTLE_SECONDS = 1;

export default class Inspect extends ReadingCommand<typeof Inspect> {
  static override summary =
    'Show what a process is, what started it, what it does and holds, and if it is all right';
  static override description =
    'A card for each process. Its first line says what the process is, and whether something is wrong with it. Below it: the code that it runs, and whether that is what is on disk; what it comes from or is in (a shell, cron, an ssh session, a supervisor, a unit of systemd, a container); its ancestors; what it waits for; the ports, connections, locks, deleted files and pipes that it has; what it does with SIGCHLD; its children; and what the rules of procdoc-diagnose(1) find.\n\nTARGETS\n\nA TARGET is a process as in procdoc(1): a PID, a script or program, a unit, a container by name or id, or :PORT. Any other path, pipe:[N], or unix:NAME, stands for the processes that hold it, as in procdoc-holders(1). @session is the session that procdoc runs in, without what runs procdoc. Of several processes of one name, those that are below another one are left to its card.\n\nWithout a command, the words are targets: procdoc nginx, procdoc :8080.';
  static override examples = examplesOf(
    ['What is this process, and is it all right?', 'procdoc inspect 4711'],
    ['The server on this port, and all of nginx', 'procdoc inspect :8080 nginx'],
    ['Who has this lock file, each with its card', 'procdoc inspect /run/backup.lock'],
    ['What started it, for a script', `procdoc inspect 4711 --json | jq '.cards[0].startedBy'`],
  );
  static override args = {
    target: inspectTarget({
      required: true,
      multiple: true,
      description: 'PID, program, script, unit, container, :PORT, path or @session',
    }),
  };
  static override flags = {
    all: boolean({description: 'also the processes below one of the same name, and every line of a card'}),
    evidence: evidenceFlag,
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {all} = this.flags;
    const targets = this.args.target as unknown as InspectTarget[];
    await requireInspected(snapshot.again(), targets, all);
    const before = await zombiesToSettle(snapshot.again(), SETTLE_SECONDS);
    const {processes, below, resolved} = await requireInspected(snapshot, targets, all);
    for (const name of resolved) this.tell(name, resolvedText(name));
    const shown = all || this.printsJson ? processes : processes.slice(0, MOST_CARDS);
    const cards = await readJudgedCards(snapshot, shown, before);
    const left = processes.length - shown.length;
    return {
      json: () => inspectJson(cards, below),
      lines: page => inspectText({cards, below, left, all}, page),
      exitStatus: 0,
    };
  }
}
