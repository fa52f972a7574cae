import {custom} from '@oclif/core/args';
import {examplesOf} from '../cli/examples.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import type {CommandSyntaxes} from '../render/command-syntax.ts';
import {bashCompletion} from '../render/completion/bash.ts';
import {fishCompletion} from '../render/completion/fish.ts';
import {zshCompletion} from '../render/completion/zsh.ts';
import type {CompletionContent} from '../render/contract/completion.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const completions = {bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion};

export default class Completion extends ProcdocCommand<typeof Completion> {
  static override summary = 'Print a shell completion script';
  static override description =
    'Completes commands, flags, their values, and pids, which are shown with the names of their processes. The script is static and reads /proc itself: procdoc does not run while you type. Print it again after an update of procdoc.';
  static override examples = examplesOf(
    [
      'bash, for this user (needs the package bash-completion)',
      'procdoc completion bash > ~/.local/share/bash-completion/completions/procdoc',
    ],
    ['bash, without that package: a line for ~/.bashrc', 'source <(procdoc completion bash)'],
    ['zsh, in a folder of $fpath, before compinit runs', 'procdoc completion zsh > "$fpath[1]/_procdoc"'],
    ['fish, for this user', 'procdoc completion fish > ~/.config/fish/completions/procdoc.fish'],
  );
  static override args = {
    shell: custom<(typeof SHELLS)[number]>({ignoreStdin: true, options: SHELLS})({
      required: true,
      description: 'the shell to complete in',
    }),
  };

  protected override async answer(): Promise<Answer> {
    const {shell} = this.args;
    const script = completions[shell](this.#commands());
    return {
      json: (): CompletionContent => ({shell, script}),
      lines: () => script.trimEnd().split('\n'),
      exitStatus: 0,
    };
  }

  #commands(): CommandSyntaxes {
    return Object.fromEntries(this.config.commands.map(command => [command.id, command]));
  }
}
