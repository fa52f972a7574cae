import {examplesOf} from '../cli/examples.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {expectationOf, nameTestOf, scriptFlags} from '../cli/script-flags.ts';
import {answerByPs, sourceFlag} from '../cli/source.ts';
import {nameArgument} from '../cli/values.ts';
import {readPs} from '../kernel/ps.ts';
import {defaultScriptColumns, scriptColumns} from '../render/scripts/columns.ts';
import {scriptsJson} from '../render/scripts/json.ts';
import {scriptsText} from '../render/scripts/text.ts';
import {scriptProcesses} from '../snapshot/proc-scripts.ts';
import {psScriptProcesses, unknownToPs} from '../snapshot/ps-scripts.ts';
import {findScripts, unmetExpectations} from '../snapshot/script-answer.ts';
import type {ScriptProcess} from '../snapshot/script-process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Scripts extends ReadingCommand<typeof Scripts> {
  static override summary = 'Show which script each interpreter runs, and whether it is the code on disk';
  static override description =
    'Tells the daemon from the editor, the grep and the shell that merely name it: the command line is read as the interpreter itself reads it. NAME is the name of a script, its path, or a module. A script that changed on disk after its process had started is stale. Exits with status 1 if nothing matches NAME, or an expectation does not hold.';
  static override examples = examplesOf(
    ['Everything that runs in an interpreter', 'procdoc scripts'],
    [
      'Is my daemon alive, once, and running the code on disk?',
      'procdoc scripts my_daemon.py --min 1 --max 1 --fresh',
    ],
    ['A module, and what it imports', 'procdoc scripts mypkg.worker --deep'],
  );
  static override args = {name: nameArgument({description: 'name or path of a script, or name of a module'})};
  static override flags = {
    ...listingFlags(scriptColumns, defaultScriptColumns),
    ...scriptFlags,
    source: sourceFlag('knows neither states nor working directories'),
  };

  protected override async answer(): Promise<Answer> {
    if (this.flags.source === 'proc') return super.answer();
    return answerByPs(this.#find(psScriptProcesses(await readPs()), process.pid), unknownToPs);
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    return this.#find(scriptProcesses(snapshot), snapshot.machine.host.pid);
  }

  #find(processes: readonly ScriptProcess[], askedBy: number): Answer {
    const {flags} = this;
    const wanted = this.args.name;
    const table = tableOf(flags, scriptColumns, defaultScriptColumns);
    const expectation = expectationOf(wanted, flags);
    const found = findScripts(processes, {name: nameTestOf(wanted, flags), deep: flags.deep, askedBy});
    const unmet = unmetExpectations(found, expectation);
    return {
      json: () => scriptsJson(found, unmet),
      lines: page => table?.(found, page) ?? scriptsText(found, unmet, page),
      exitStatus: unmet.length > 0 ? 1 : 0,
    };
  }
}
