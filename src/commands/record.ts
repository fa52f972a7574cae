import {boolean, string} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {CannotLook, UsageError} from '../cli/failures.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {requireProcess} from '../cli/require-process.ts';
import {byName, processArgument} from '../cli/values.ts';
import {writeRecording} from '../kernel/recording/recording-file.ts';
import {recordJson} from '../render/record/json.ts';
import {recordSummary} from '../render/record/summary.ts';
import {diagnose} from '../rules/diagnosis/diagnosis.ts';
import {everything} from '../rules/diagnosis/selection.ts';
import {Scope} from '../rules/scope.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {takeRecording} from '../snapshot/survey/take-recording.ts';

export default class Record extends ReadingCommand<typeof Record> {
  static override summary = 'Record this machine in a file that every command can answer from (--from)';
  static override description =
    'With --from FILE, every command that reads processes answers from the file as it would have answered where and when the file was made, on any machine. With PID, the file holds only that process and the processes that questions about it lead to: ancestors, descendants, process groups, tracers, processes it waits for, and processes that share a descriptor, pipe, socket or lock with it.\n\nFILES\n\nA recording is text: a section for each question, with its answer or errno. It holds command lines, paths and user names, but no environments and no memory: what poll(2) and select(2) watch is not known from it.\n\nWith --redact, each word of arguments, paths and user names is replaced by a token, the same token for the same word. Not replaced are names of flags, interpreters, well-known folders, and programs in /bin, /sbin, /usr/bin and /usr/sbin; single letters; numbers of up to three digits; and network addresses.';
  static override examples = examplesOf(
    ['The whole machine; run it as root to see all of it', 'procdoc record -o host.procdoc'],
    ['Answer from it later, anywhere', 'procdoc zombies --from host.procdoc'],
    ['Only what concerns process 4711, with its words redacted', 'procdoc record 4711 --redact -o x.procdoc'],
    ['Compressed, over ssh', 'ssh host procdoc record -o - | gzip > host.procdoc.gz'],
    ['Answer from a compressed recording', 'gunzip < host.procdoc.gz | procdoc zombies --from -'],
  );
  static override args = {pid: processArgument({multiple: true, description: byName('only this one')})};
  static override flags = {
    output: string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      description: 'the file to write, readable only by you; "-" is standard output',
    }),
    redact: boolean({description: 'replace words of arguments, paths and user names by tokens'}),
  };

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {output: file, redact: redacted = false, json} = this.flags;
    if (file === '-' && json) throw new UsageError({kind: 'json-and-recording-on-stdout'});
    const asked = this.pids?.map(pid => requireProcess(snapshot, pid));
    const comments = [`procdoc ${this.config.version}${redacted ? ', redacted' : ''}`];
    const pids = asked?.map(({pid}) => pid);
    const askMore = (recorded: Snapshot) => diagnose(new Scope(recorded, pids && new Set(pids)), everything);
    const recording = await takeRecording(snapshot, {asked, mount: this.mount, redacted, askMore, comments});
    const written = file !== '-' && writeRecording(file, recording.parts);
    if (written && !written.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: written.errno});
    const summary = recordJson(recording, {file, asked: pids ?? null, redacted});
    return {
      json: () => summary,
      lines: () => {
        this.note(recordSummary(summary));
        return file === '-' ? [recording.parts.join('').trimEnd()] : [];
      },
      exitStatus: 0,
    };
  }
}
