import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {mayInterpret} from '../../parse/script-command-line/interpreter-name.ts';
import {
  parseScriptCommandLine,
  type ScriptCommandLine,
} from '../../parse/script-command-line/script-command-line.ts';
import type {ScriptKind} from '../../parse/script-command-line/what-runs.ts';
import {once} from '../once.ts';
import type {ScriptProcess} from './script-process.ts';

/** Which file runs of a folder that is given as the script; a package.json may say otherwise. */
const entryPoints: Partial<Record<ScriptCommandLine['interpreter'], string>> = {
  python: '__main__.py',
  node: 'index.js',
};

/** The descriptor where a bash has its script open. */
export const BASH_SCRIPT = 255;

/** In dash, busybox, mksh, ksh93 and zsh it is the first from 10 on that is free, which at their start is 10. */
const shellDescriptors = [BASH_SCRIPT, 10];

/** What a shell has open at one of those descriptors. */
interface OpenedScript {
  readonly fd: number;
  /** The text of the link: "/srv/job.sh (deleted)". */
  readonly link: string;
  /** The path in it. */
  readonly path: string;
}

/** An interpreter process and the script it runs. */
export class RunningScript {
  readonly process: ScriptProcess;
  readonly line: ScriptCommandLine;

  constructor(process: ScriptProcess, line: ScriptCommandLine) {
    this.process = process;
    this.line = line;
  }

  /** The absolute path of the script; null where none shows which file it was. */
  readonly path = once((): string | null => {
    const {script} = this.line;
    if (script === null || isDescriptorPath(script)) return null;
    if (posix.isAbsolute(script)) return script;
    const opened = this.opened();
    if (opened !== undefined) return opened.path;
    return this.process.cwd === null ? null : posix.resolve(this.process.cwd, script);
  });

  /**
   * The script of its own name that a shell has open, wherever the shell has gone since; undefined for other
   * interpreters, and where nothing shows it.
   */
  readonly opened = once((): OpenedScript | undefined => {
    const name = posix.basename(this.line.script ?? '');
    return this.#openFiles().find(({path}) => posix.basename(path) === name);
  });

  /** Whether a shell has this very file open as its script. */
  hasOpen(path: string): boolean {
    return this.#openFiles().some(({link}) => link === path);
  }

  readonly #openFiles = once((): OpenedScript[] => {
    if (this.line.interpreter !== 'shell' || this.line.script === null) return [];
    return shellDescriptors.flatMap(fd => {
      const link = this.process.opened(fd);
      return link?.startsWith('/') ? [{fd, link, path: link.replace(/ \(deleted\)$/, '')}] : [];
    });
  });

  /** A path that leads to the script from here; null where none shows which file it was. */
  readonly address = once((): string | null => {
    const path = this.path();
    return path === null ? null : this.process.address(path);
  });

  /** The file with the code: for a folder, the file in it that runs. */
  readonly codePath = once((): string | null => {
    const path = this.path();
    if (path === null || this.kind() !== 'directory') return path;
    return posix.join(path, entryPoints[this.line.interpreter] ?? '');
  });

  /**
   * Why the file may lie elsewhere than at `path`, if it may: the process may have left the folder that a relative
   * path counts from, unless a shell shows what it opened, and node tries endings.
   */
  get mayLieElsewhere(): 'left-folder' | 'other-ending' | undefined {
    const {script, interpreter} = this.line;
    if (script === null) return undefined;
    if (!posix.isAbsolute(script)) return this.opened() === undefined ? 'left-folder' : undefined;
    return interpreter === 'node' ? 'other-ending' : undefined;
  }

  /**
   * What runs, by more than the arguments: a path that proves to be a folder (with a __main__.py) is one, and a
   * program read from a terminal is typed by a person.
   */
  readonly kind = once((): ScriptKind => {
    const {kind} = this.line;
    if (kind === 'stdin') return this.process.readsTerminal() === true ? 'interactive' : kind;
    const path = kind === 'file' ? this.path() : null;
    const stat = path === null ? undefined : orUndefined(this.process.stat(path));
    return stat?.kind === 'directory' ? 'directory' : kind;
  });
}

/** The processes that are interpreters, each with the script that it runs. */
export function runningScripts(processes: readonly ScriptProcess[]): RunningScript[] {
  return processes.flatMap(process => runningScript(process) ?? []);
}

/** The script that a process runs; undefined where it is no interpreter. */
export function runningScript(process: ScriptProcess): RunningScript | undefined {
  if (process.mayInterpret === false) return undefined;
  const {exe} = process;
  // Most programs are no interpreters: of their processes, nobody asks for the arguments.
  if (exe !== undefined && !mayInterpret(exe)) return undefined;
  const line = parseScriptCommandLine(process.argv, exe);
  return line && new RunningScript(process, line);
}

/** Whether a path names a descriptor of the process that opens it: another file in each process, at each time. */
export function isDescriptorPath(path: string): boolean {
  return /^\/(?:dev\/(?:fd\/|std(?:in|out|err)$)|proc\/(?:self|thread-self)\/)/.test(path);
}
