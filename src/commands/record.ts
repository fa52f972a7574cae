import {string} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {CannotLook, UsageError} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand, requireProcess} from '../cli/reading-command.ts';
import {pidArgument} from '../cli/values.ts';
import {writeRecording} from '../kernel/recording/recording-file.ts';
import type {RecordContent} from '../render/contract/record.ts';
import {recordSummary} from '../render/record/summary.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {type Recording, takeRecording} from '../snapshot/survey/take-recording.ts';

export default class Record extends ReadingCommand<typeof Record> {
  static override summary = 'Write what procdoc reads of this machine into a file, for --from';
  static override description =
    'Every command that reads processes answers from such a file (--from FILE) as it would have answered where and when the file was made, on any machine. With pids, it holds those processes and whom questions about them lead to: ancestors, descendants, process groups, tracers, whom they wait for, who shares a descriptor, pipe, socket or lock with them. It holds neither environments nor memory, so that of poll(2) and select(2) it is not known what they watch; but command lines, paths and user names, which --redact replaces. The file is text, a section for each question with its answer or errno, and can be read, compared and sent.';
  static override examples = examplesOf(
    ['Record the whole machine, as root to see all of it', 'procdoc record -o host.procdoc'],
    ['Ask it later, elsewhere', 'procdoc zombies --from host.procdoc'],
    ['Only what bears on process 4711', 'procdoc record 4711 -o 4711.procdoc'],
    ['Compressed, over ssh', 'ssh host procdoc record -o - | gzip > host.procdoc.gz'],
  );
  static override args = {pid: pidArgument({multiple: true, description: 'processes to record'})};
  static override flags = {
    output: string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      description: 'where to write it, readable for you only; "-" is standard output',
    }),
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {output: file, json} = this.flags;
    const pids = this.args.pid as number[] | undefined;
    if (file === '-' && json) throw new UsageError('--json prints a summary: give -o a file');
    const asked = pids?.map(pid => requireProcess(snapshot, pid));
    const recording = await takeRecording(snapshot, asked, this.mount, [`procdoc ${this.config.version}`]);
    if (file !== '-') this.#write(recording);
    const summary: RecordContent = {
      file,
      asked: pids ?? null,
      processes: recording.processes,
      descriptors: recording.descriptors,
      sizeBytes: recording.text.length,
      redacted: false,
    };
    return {
      json: () => summary,
      lines: () => {
        this.note(recordSummary(summary));
        return file === '-' ? [recording.text.trimEnd()] : [];
      },
      exitStatus: 0,
    };
  }

  #write({text}: Recording): void {
    const written = writeRecording(this.flags.output, text);
    if (!written.ok) throw new CannotLook(`${this.flags.output} cannot be written (${written.errno})`);
  }
}
