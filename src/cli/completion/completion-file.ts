import {userInfo} from 'node:os';
import path from 'node:path';
import {attempt} from '../../kernel/descriptor.ts';
import {installFile, isInstalled, readInstalled, removeInstalled} from '../../kernel/installed-file.ts';
import {openMachine} from '../../kernel/machine/machine.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {CompletionChange} from '../../render/completion/change.ts';
import {type CompletionShell, isCompletionScript} from '../../render/completion/heading.ts';
import {CannotLook, UsageError} from '../failures.ts';

/** Where bash-completion(7) is, without which bash looks for no script. */
const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';

/** Where zsh looks by itself; only root may write there. */
const ZSH_FUNCTIONS = '/usr/local/share/zsh/site-functions';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a shell looks for the completion of a command, by its own variables. A relative path in one of them counts for
 * nothing, as the XDG Base Directory Specification has it: it would depend on the working directory.
 */
export function completionFile(shell: CompletionShell, env: Environment, isRoot: boolean): string {
  const folderIn = (name: string) => (path.isAbsolute(env[name] ?? '') ? env[name] : undefined);
  const home = folderIn('HOME') ?? orUndefined(attempt(() => userInfo().homedir)) ?? '/';
  const data = folderIn('XDG_DATA_HOME') ?? path.join(home, '.local/share');
  switch (shell) {
    case 'bash': {
      const folder = folderIn('BASH_COMPLETION_USER_DIR') ?? path.join(data, 'bash-completion');
      return path.join(folder, 'completions/procdoc');
    }
    case 'zsh':
      return path.join(isRoot ? ZSH_FUNCTIONS : path.join(data, 'zsh/site-functions'), '_procdoc');
    case 'fish': {
      const config = folderIn('XDG_CONFIG_HOME') ?? path.join(home, '.config');
      return path.join(config, 'fish/completions/procdoc.fish');
    }
  }
}

/** The shell that procdoc was called from, or else the user's own. */
export function requireShell(shells: readonly CompletionShell[]): CompletionShell {
  const {procfs} = openMachine();
  const caller = String(orUndefined(procfs.read(`${process.ppid}/comm`)) ?? '').trim();
  const own = path.basename(process.env.SHELL ?? '');
  const shell = [caller, own].flatMap(name => shells.find(one => one === name) ?? [])[0];
  if (shell === undefined) throw new UsageError({kind: 'unknown-shell', shells});
  return shell;
}

/** Writes a completion script where its shell looks for it; only an older one may be there already. */
export function installCompletion(shell: CompletionShell, script: string): CompletionChange {
  const file = ownFile(shell);
  requireOurs(file);
  const written = installFile(file, script);
  if (!written.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: written.errno});
  const isFound = shell === 'fish' || (shell === 'bash' ? isInstalled(BASH_COMPLETION) : isRoot());
  return {shell, file, action: 'installed', isFound};
}

/** Takes away what was written so; a file of anyone else stays. */
export function uninstallCompletion(shell: CompletionShell): CompletionChange {
  const file = ownFile(shell);
  if (!requireOurs(file)) return {shell, file, action: 'absent', isFound: false};
  const removed = removeInstalled(file);
  if (!removed.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: removed.errno});
  return {shell, file, action: 'removed', isFound: false};
}

function ownFile(shell: CompletionShell): string {
  return completionFile(shell, process.env, isRoot());
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Whether a script of procdoc is there; fails for another file. */
function requireOurs(file: string): boolean {
  const text = readInstalled(file);
  if (!text.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: text.errno});
  if (text.value === undefined) return false;
  if (isCompletionScript(text.value)) return true;
  throw new CannotLook({kind: 'not-our-completion', file});
}
