import {CannotLook} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {askingAll} from '../cli/record/asking-all.ts';
import {recordDescription} from '../cli/record/description.ts';
import {recordExamples, recordFlags, requiredFile, requireNothingBesideScript} from '../cli/record/flags.ts';
import {requireProcess} from '../cli/require-process.ts';
import {byName, processArgument} from '../cli/values.ts';
import {found} from '../kernel/read.ts';
import {writeRecording} from '../kernel/recording/recording-file.ts';
import {recordJson} from '../render/record/json.ts';
import {recordSummary} from '../render/record/summary.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {takeRecording} from '../snapshot/survey/take-recording.ts';

export default class Record extends ReadingCommand<typeof Record> {
  static override summary = 'Record this machine in a file that every command can answer from (--from)';
  static override description = recordDescription;
  static override examples = recordExamples;
  static override args = {pid: processArgument({multiple: true, description: byName('only this one')})};
  static override flags = recordFlags;

  protected override readonly looksAtEverything = true;

  /** The script is for another machine, and needs nothing of this one. */
  protected override async answer(): Promise<Answer> {
    if (!this.flags.script) return super.answer();
    const {output, redact, json} = this.flags;
    const others = {'--output': output, '--redact': redact, '--json': json};
    requireNothingBesideScript({...others, PID: this.args.pid, '--from': this.isRecorded});
    const {default: script} = await import('../kernel/recording/collect.sh');
    return {json: () => ({}), lines: () => script.trimEnd().split('\n'), exitStatus: 0};
  }

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {redact: redacted = false} = this.flags;
    const file = requiredFile(this.flags);
    const asked = this.pids?.map(pid => requireProcess(snapshot, pid));
    const comments = [`procdoc ${this.config.version}${redacted ? ', redacted' : ''}`];
    const pids = asked?.map(({pid}) => pid);
    const askMore = askingAll(pids);
    const {mount, onRecorded} = this;
    const recording = await takeRecording(snapshot, {asked, mount, redacted, askMore, comments, onRecorded});
    const printed = file === '-' ? [...recording.parts] : [];
    const size =
      file === '-'
        ? found(printed.reduce((sum, {length}) => sum + length, 0))
        : writeRecording(file, recording.parts);
    if (!size.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: size.errno});
    const summary = recordJson(recording, {file, asked: pids ?? null, redacted, sizeBytes: size.value});
    return {
      json: () => summary,
      lines: () => {
        this.note(recordSummary(summary));
        return printed.map(part => part.slice(0, -1));
      },
      exitStatus: 0,
    };
  }
}
