import {checkDescription} from '../cli/check/description.ts';
import {checkExamples} from '../cli/check/examples.ts';
import {checkFlags, formatIn, formatOf} from '../cli/check/flags.ts';
import {checkMachine} from '../cli/check/machine.ts';
import {writeAnswer} from '../cli/check/output-file.ts';
import {failureText} from '../cli/failures.ts';
import {checkHosts} from '../cli/fleet/check-hosts.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {monitorOf} from '../render/check/monitors.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Check extends ReadingCommand<typeof Check> {
  static override summary = 'Pass or fail a machine or job, for CI and monitoring';
  static override description = checkDescription;
  static override examples = checkExamples;
  static override flags = checkFlags;

  protected override lookAtAll(files: readonly string[]): Promise<Answer> {
    return checkHosts(files, this.flags);
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {scope: asked} = this.flags;
    const scope = typeof asked === 'object' ? this.pidOf(asked) : asked;
    return checkMachine(snapshot, {...this.flags, scope}, sentence => this.note(sentence));
  }

  protected override get printsJson(): boolean {
    return formatOf(this.flags) === 'json';
  }

  /** Every format of it says itself what could not be seen. */
  protected override get printsData(): boolean {
    return true;
  }

  protected override deliver(text: string): void {
    const {'output-file': file} = this.flags;
    if (file === undefined) super.deliver(text);
    else writeAnswer(file, text);
  }

  /** A monitor takes what a plugin prints on stdout, and may mix stderr into it. */
  protected override note(sentence: string): void {
    if (!monitorOf(this.flags.format)) super.note(sentence);
  }

  /** A monitor sees a failure, even a wrong command line, only on stdout and by the status for what is not known. */
  protected override async catch(error: Error): Promise<void> {
    const monitor = monitorOf(formatIn(this.argv));
    if (!monitor) return super.catch(error);
    process.exitCode = monitor.states.unknown;
    super.deliver(monitor.unknown(await failureText(error, 'procdoc check')));
  }
}
