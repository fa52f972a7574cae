import {askCheck} from '../cli/check/ask.ts';
import {checkExamples} from '../cli/check/examples.ts';
import {asksForNagios, checkFlags, formatOf} from '../cli/check/flags.ts';
import {onPaper, writeAnswer} from '../cli/check/output-file.ts';
import {failureText} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {checkLines} from '../render/check/formats.ts';
import {checkJson} from '../render/check/json.ts';
import {nagiosStates, nagiosText} from '../render/check/nagios.ts';
import {counted} from '../render/page.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Check extends ReadingCommand<typeof Check> {
  static override summary = 'Tell CI or monitoring whether this machine, or a job, may pass';
  static override description =
    'Asks every rule, measures, and holds what it finds against a policy: procdoc.toml, and the flags. What could not be seen has not passed: it is unknown. What no ordinary user may see even of his own processes, such as SA_NOCLDWAIT, is said and ignored, unless its rule is one that is to fail. The keys of procdoc.toml are fail-on, certainty, unknown, fail, ignore, baseline, [limits], [[allow]] (rule; name, user, script, cgroup, reason), [[expect.script]] (name, min, max, fresh), [[expect.lock]] (path, holders), [[expect.port]] (address, holders) and [[expect.sigchld]] (name or pid, disposition). Limits are ranges as Nagios plugins take them, and alert outside of 0:5, or inside of @0:5; one alone is critical. A NAME is that of a program, script or module, in which * stands for any text. A baseline tells findings apart by rule, program (of an interpreter its script) and cause, without pids, and counts those that are alike. That a parent it knows has 40 zombies instead of 3 is no new finding: a limit is there for that. Exits with status 1 if something fails, with 3 if nothing does and not everything could be seen, or a file that is named cannot be read or written, with 2 for what is wrong in one; with --format nagios as the plugin API has it: 0 ok, 1 warning, 2 critical, 3 unknown, also for a wrong command line.';
  static override examples = checkExamples;
  static override flags = checkFlags;

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const [format, file] = [formatOf(this.flags), this.flags['output-file']];
    const {diagnosis, judgement, recorded} = await askCheck(snapshot, this.flags);
    if (recorded) this.note(`${counted(recorded.count, 'finding')} recorded in ${recorded.file}`);
    const layout = format === 'json' ? 'text' : format;
    return {
      json: () => checkJson(judgement, diagnosis),
      lines: page => checkLines(layout, judgement, diagnosis, file === undefined ? page : onPaper(page)),
      exitStatus: format === 'nagios' ? nagiosStates[judgement.status] : judgement.exitStatus,
    };
  }

  protected override get printsJson(): boolean {
    return formatOf(this.flags) === 'json';
  }

  protected override deliver(text: string): void {
    const {'output-file': file} = this.flags;
    if (file === undefined) super.deliver(text);
    else writeAnswer(file, text);
  }

  /** What a plugin says is one line. */
  protected override note(sentence: string): void {
    if (this.flags.format !== 'nagios') super.note(sentence);
  }

  /** A monitor takes any failure, also that of the command line, for what it is only on stdout and by status 3. */
  protected override async catch(error: Error): Promise<void> {
    if (!asksForNagios(this.argv)) return super.catch(error);
    process.exitCode = nagiosStates.unknown;
    super.deliver(nagiosText('unknown', failureText(error, 'procdoc check')));
  }
}
