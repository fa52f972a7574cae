import {examplesOf} from '../cli/examples.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {reapDescription} from '../cli/reap/description.ts';
import {hiddenFrom, reapFlags, requireClearOrder, wantedActions} from '../cli/reap/flags.ts';
import {reap} from '../cli/reap/reap.ts';
import {byName, processArgument} from '../cli/values.ts';
import {stateOf} from '../lifecycle/reap/result.ts';
import {reapJson} from '../render/reap/json.ts';
import {reapText} from '../render/reap/text.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Reap extends ReadingCommand<typeof Reap> {
  static override summary = 'Show what can be done for a zombie; with --try, make its parent reap it';
  static override description = reapDescription;
  static override usage = 'reap [PID...] [--try [--thaw]] [--end-parent [--yes]] [FLAGS]';
  static override examples = examplesOf(
    ['What can be done for each zombie; nothing is done', 'procdoc reap'],
    ['Make the parent of zombie 4711 reap it, if it can be made to', 'procdoc reap 4711 --try'],
    ['Also thaw a parent that is frozen', 'procdoc reap 4711 --try --thaw'],
    ['End a parent that never waits, in a script', 'procdoc reap 812 --end-parent --yes'],
  );
  static override args = {
    pid: processArgument({
      multiple: true,
      description: byName('zombies, or parents of zombies'),
    }),
  };
  static override flags = reapFlags;
  static override baseFlags = {...ReadingCommand.baseFlags, from: hiddenFrom};

  /** A name never leads to several processes to which something is done. */
  protected override get mostNamed(): number {
    return wantedActions(this.flags).size > 0 ? 1 : 10;
  }

  protected override answer(): Promise<Answer> {
    const {pid} = this.args as {pid?: unknown};
    requireClearOrder(this.flags, {isRecorded: this.isRecorded, hasPid: pid !== undefined});
    return super.answer();
  }

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {reaped, judged} = await reap(snapshot, this.pids, this.flags, text => this.note(text));
    return {
      json: () => reapJson(reaped, judged),
      lines: async (page, introducing) => reapText(reaped, judged, page, await introducing()),
      exitStatus: ({done: 0, left: 1, denied: 3} as const)[stateOf(reaped)],
    };
  }
}
