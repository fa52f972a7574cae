import path from 'node:path';
import {shellWord} from '../../parse/shell-word.ts';
import type {CompletionShell} from './heading.ts';

/** What became of the file where a shell looks for the completion of procdoc. */
export interface CompletionChange {
  readonly shell: CompletionShell;
  readonly file: string;
  readonly action: 'installed' | 'removed' | 'absent';
  /** Whether the shell looks there without being told to. */
  readonly isFound: boolean;
}

/** What was done, and what is left to do. */
export function changeText({shell, file, action, isFound}: CompletionChange): string[] {
  switch (action) {
    case 'removed':
      return [`removed ${file}`];
    case 'absent':
      return [`nothing to remove: ${file} isn't there`];
    case 'installed':
      return [`wrote ${file}`, ...(isFound ? [found[shell]] : needed(shell, file))];
  }
}

const found: Readonly<Record<CompletionShell, string>> = {
  bash: 'Each new bash completes procdoc.',
  zsh: 'Each new zsh that runs compinit completes procdoc.',
  fish: 'Each new fish completes procdoc.',
};

/** A line to copy stands alone. */
function needed(shell: CompletionShell, file: string): string[] {
  return shell === 'zsh'
    ? [
        'zsh looks there with this line in ~/.zshrc, before compinit:',
        `  fpath=(${shellWord(path.dirname(file))} $fpath)`,
      ]
    : [
        "bash looks there with the package bash-completion, which isn't installed; or with this line in ~/.bashrc:",
        `  source ${shellWord(file)}`,
      ];
}
