import {boolean, string} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {CannotLook, UsageError} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand, requireProcess} from '../cli/reading-command.ts';
import {pidArgument} from '../cli/values.ts';
import {writeRecording} from '../kernel/recording/recording-file.ts';
import {recordJson} from '../render/record/json.ts';
import {recordSummary} from '../render/record/summary.ts';
import {diagnose} from '../rules/diagnosis.ts';
import {Scope} from '../rules/scope.ts';
import {everything} from '../rules/selection.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {takeRecording} from '../snapshot/survey/take-recording.ts';

export default class Record extends ReadingCommand<typeof Record> {
  static override summary = 'Write what procdoc reads of this machine into a file, for --from';
  static override description =
    'Every command that reads processes answers from such a file (--from FILE) as it would have answered where and when the file was made, on any machine. With pids, it holds those processes and whom questions about them lead to: ancestors, descendants, process groups, tracers, whom they wait for, and who shares a descriptor, pipe, socket or lock with them. It holds no environments and no memory, so that it is not known what poll(2) and select(2) watch; but it holds command lines, paths and user names. With --redact each of their words is replaced by a token, the same for the same word; what stays are names of flags, interpreters, well-known folders and the programs in /bin, /sbin, /usr/bin and /usr/sbin, single letters, numbers of up to three digits, and network addresses. The file is text, a section for each question with its answer or errno.';
  static override examples = examplesOf(
    ['Record the whole machine, as root to see all of it', 'procdoc record -o host.procdoc'],
    ['Ask it later, elsewhere', 'procdoc zombies --from host.procdoc'],
    ['Only what bears on process 4711, to show to a stranger', 'procdoc record 4711 --redact -o x.procdoc'],
    ['Compressed, over ssh', 'ssh host procdoc record -o - | gzip > host.procdoc.gz'],
    ['Ask a compressed one', 'gunzip < host.procdoc.gz | procdoc zombies --from -'],
  );
  static override args = {pid: pidArgument({multiple: true, description: 'processes to record'})};
  static override flags = {
    output: string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      description: 'where to write it, readable for you only; "-" is standard output',
    }),
    redact: boolean({description: 'replace the words of arguments, paths and user names by tokens'}),
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {output: file, redact: redacted = false, json} = this.flags;
    if (file === '-' && json) throw new UsageError('--json prints a summary: give -o a file');
    const pids = this.args.pid as number[] | undefined;
    const asked = pids?.map(pid => requireProcess(snapshot, pid));
    const comments = [`procdoc ${this.config.version}${redacted ? ', redacted' : ''}`];
    const askMore = (recorded: Snapshot) => diagnose(new Scope(recorded, pids && new Set(pids)), everything);
    const recording = await takeRecording(snapshot, {asked, mount: this.mount, redacted, askMore, comments});
    const written = file !== '-' && writeRecording(file, recording.text);
    if (written && !written.ok) throw new CannotLook(`${file} cannot be written (${written.errno})`);
    const summary = recordJson(recording, {file, asked: pids ?? null, redacted});
    return {
      json: () => summary,
      lines: () => {
        this.note(recordSummary(summary));
        return file === '-' ? [recording.text.trimEnd()] : [];
      },
      exitStatus: 0,
    };
  }
}
