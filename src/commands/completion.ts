import {custom} from '@oclif/core/args';
import {boolean} from '@oclif/core/flags';
import {completable} from '../cli/completion/completable.ts';
import {installCompletion, requireShell, uninstallCompletion} from '../cli/completion/completion-file.ts';
import {examplesOf} from '../cli/examples.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {bashCompletion} from '../render/completion/bash.ts';
import {changeText} from '../render/completion/change.ts';
import {fishCompletion} from '../render/completion/fish.ts';
import {zshCompletion} from '../render/completion/zsh.ts';
import type {CompletionContent} from '../render/contract/completion.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const completions = {bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion};

export default class Completion extends ProcdocCommand<typeof Completion> {
  static override summary = 'Print a shell completion script, or install it';
  static override description =
    'Completes commands, flags, their values, rules, columns, listening ports, scripts, and pids, which are shown with the names of their processes: a name that is typed filters them. The script is static and reads /proc itself: procdoc does not run while you type. Install it again after an update of procdoc.';
  static override examples = examplesOf(
    ['Where the shell that you type this in looks for it', 'procdoc completion --install'],
    ['Take it away again', 'procdoc completion --uninstall'],
    ['bash, a line for ~/.bashrc', 'source <(procdoc completion bash)'],
    ['zsh, in a folder of $fpath, before compinit runs', 'procdoc completion zsh > "$fpath[1]/_procdoc"'],
  );
  static override args = {
    shell: custom<(typeof SHELLS)[number]>({ignoreStdin: true, options: SHELLS})({
      description: 'the shell to complete in; without it, the one that you type this in',
    }),
  };
  static override flags = {
    install: boolean({description: 'write the script where the shell looks for it, for this user'}),
    uninstall: boolean({description: 'remove what --install has written', exclusive: ['install']}),
  };

  protected override async answer(): Promise<Answer> {
    const {install, uninstall} = this.flags;
    const shell = this.args.shell ?? requireShell(SHELLS);
    const script = completions[shell](await completable());
    const change = install ? installCompletion(shell, script) : uninstall && uninstallCompletion(shell);
    const [file, action] = change ? [change.file, change.action] : [null, 'printed' as const];
    return {
      json: (): CompletionContent => ({shell, script, file, action}),
      lines: () => (change ? changeText(change) : script.trimEnd().split('\n')),
      exitStatus: 0,
    };
  }
}
