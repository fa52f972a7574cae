import {boolean, integer, option} from '@oclif/core/flags';
import {UsageError} from '../cli/failures.ts';
import {asksForListing, listingFlags, listingOf} from '../cli/listing-flags.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {nameArgument} from '../cli/values.ts';
import {readPs} from '../kernel/ps.ts';
import {parseScriptName, type ScriptNameTest} from '../parse/script-name.ts';
import {columnLines} from '../render/columns.ts';
import {defaultScriptColumns, scriptColumns} from '../render/scripts/columns.ts';
import {scriptsJson} from '../render/scripts/json.ts';
import {scriptsText} from '../render/scripts/text.ts';
import {scriptProcesses} from '../snapshot/proc-scripts.ts';
import {psScriptProcesses, unknownToPs} from '../snapshot/ps-scripts.ts';
import {findScripts, type ScriptExpectation, unmetExpectations} from '../snapshot/script-answer.ts';
import type {ScriptProcess} from '../snapshot/script-process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Scripts extends ReadingCommand<typeof Scripts> {
  static override summary = 'Show which script each interpreter runs, and whether it is the code on disk';
  static override description =
    'Tells the daemon from the editor, the grep and the shell that merely name it: the command line is read as the interpreter itself reads it. NAME is the name of a script, its path, or a module. A script that changed on disk after its process had started is stale. Exits with status 1 if nothing matches NAME, or an expectation does not hold.';
  static override examples = [
    {description: 'Everything that runs in an interpreter', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'Is my daemon alive, once, and running the code on disk?',
      command: '<%= config.bin %> <%= command.id %> my_daemon.py --min 1 --max 1 --fresh',
    },
    {
      description: 'A module, and what it imports',
      command: '<%= config.bin %> <%= command.id %> mypkg.worker --deep',
    },
  ];
  static override args = {name: nameArgument({description: 'name or path of a script, or name of a module'})};
  static override flags = {
    ...listingFlags(scriptColumns),
    substring: boolean({
      description: 'NAME may be any part of the name, path or module',
      exclusive: ['regex'],
    }),
    regex: boolean({description: 'NAME is a regular expression (JavaScript)'}),
    deep: boolean({description: 'also look at modules beside the script and at mapped objects'}),
    min: integer({min: 0, helpValue: 'N', description: 'exit with status 1 if fewer run'}),
    max: integer({min: 0, helpValue: 'N', description: 'exit with status 1 if more run'}),
    fresh: boolean({description: 'exit with status 1 unless each is known to be the code on disk'}),
    source: option({
      options: ['proc', 'ps'] as const,
      default: process.platform === 'linux' ? 'proc' : 'ps',
      noCacheDefault: true,
      description: 'where to look: /proc, or ps(1), which knows neither states nor working directories',
    })(),
  };

  protected override async answer(): Promise<Answer> {
    if (this.flags.source === 'proc') return super.answer();
    this.note(`by ps(1), which does not tell ${unknownToPs.map(({what}) => what).join(', ')}`);
    const answer = this.#find(psScriptProcesses(await readPs(), process.pid), process.pid);
    return {...answer, json: {complete: false, unreadable: unknownToPs, ...answer.json}};
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    return this.#find(scriptProcesses(snapshot), snapshot.machine.host.pid);
  }

  #find(processes: readonly ScriptProcess[], askedBy: number): Answer {
    const {args, flags} = this;
    const listing = asksForListing(flags) ? listingOf(flags, scriptColumns, defaultScriptColumns) : undefined;
    const name = args.name === undefined ? undefined : this.#nameTest(args.name);
    const found = findScripts(processes, {name, deep: flags.deep, askedBy});
    const unmet = unmetExpectations(found, this.#expectation());
    return {
      json: scriptsJson(found, unmet),
      lines: page => (listing ? columnLines(found, listing, page) : scriptsText(found, unmet, page)),
      exitStatus:
        unmet.length > 0 || (found.length === 0 && args.name !== undefined && flags.max === undefined)
          ? 1
          : 0,
    };
  }

  #nameTest(name: string): ScriptNameTest {
    const comparison = this.flags.regex ? 'regex' : this.flags.substring ? 'substring' : 'exact';
    const test = parseScriptName(name, comparison);
    if (!test)
      throw new UsageError(
        `"${name}" is no regular expression: quote what is special in it with a backslash`,
      );
    return test;
  }

  #expectation(): ScriptExpectation {
    const {min = 0, max = Number.POSITIVE_INFINITY, fresh} = this.flags;
    if (min > max) throw new UsageError(`--min ${min} is more than --max ${max}`);
    return {min, max, fresh};
  }
}
