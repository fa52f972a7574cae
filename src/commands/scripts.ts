import {examplesOf} from '../cli/examples.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {expectationOf, questionOf, scriptFlags, scriptsDescription, statusFor} from '../cli/script-flags.ts';
import {answerByPs} from '../cli/source.ts';
import {nameArgument} from '../cli/values.ts';
import {defaultScriptColumns, scriptColumns} from '../render/scripts/columns.ts';
import {scriptsJson} from '../render/scripts/json.ts';
import {moduleRemarks} from '../render/scripts/remarks.ts';
import {scriptsText} from '../render/scripts/text.ts';
import {scriptProcesses} from '../snapshot/scripts/proc-scripts.ts';
import {readPsScripts, unknownToPs} from '../snapshot/scripts/ps-scripts.ts';
import {findScripts, unmetExpectations} from '../snapshot/scripts/script-answer.ts';
import type {ScriptProcess} from '../snapshot/scripts/script-process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {seesEveryProcess} from '../snapshot/visibility.ts';

export default class Scripts extends ReadingCommand<typeof Scripts> {
  static override summary = 'Show which script each interpreter runs, and whether it is the code on disk';
  static override description = scriptsDescription;
  static override examples = examplesOf(
    ['Everything that runs in an interpreter', 'procdoc scripts'],
    [
      'Is my daemon alive, once, and running the code on disk?',
      'procdoc scripts my_daemon.py --min 1 --max 1 --fresh',
    ],
    ['Have the modules next to it changed either?', 'procdoc scripts my_daemon.py --deep --fresh'],
  );
  static override args = {name: nameArgument({description: 'name or path of a script, or name of a module'})};
  static override flags = {
    ...listingFlags(scriptColumns, defaultScriptColumns),
    ...scriptFlags,
  };
  protected override readonly leavesCodeUnoptimized = true;

  protected override async answer(): Promise<Answer> {
    if (this.isRecorded || this.flags.source === 'proc') return super.answer();
    return answerByPs(this.#find(await readPsScripts(), process.pid), unknownToPs);
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    return this.#find(await scriptProcesses(snapshot), snapshot.observerPid(), seesEveryProcess(snapshot));
  }

  #find(processes: readonly ScriptProcess[], askedBy: number, seesAll = true): Answer {
    const expected = expectationOf(this.args.name, this.flags);
    const table = tableOf(this.flags, scriptColumns, defaultScriptColumns);
    const scene = findScripts(processes, questionOf(this.args.name, this.flags), askedBy);
    const unmet = unmetExpectations(scene.found, expected);
    return {
      json: () => scriptsJson(scene, unmet),
      lines: page => {
        for (const remark of moduleRemarks(scene)) this.note(remark);
        return table?.(scene.found, page) ?? scriptsText(scene, this.args.name, unmet, page);
      },
      exitStatus: statusFor(unmet, expected, seesAll),
    };
  }
}
