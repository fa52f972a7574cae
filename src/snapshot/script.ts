import {posix} from 'node:path';
import {orUndefined} from '../kernel/read.ts';
import {
  parseScriptCommandLine,
  type ScriptCommandLine,
} from '../parse/script-command-line/script-command-line.ts';
import type {ScriptKind} from '../parse/script-command-line/what-runs.ts';
import {once} from './once.ts';
import type {ScriptProcess} from './script-process.ts';

/** An interpreter process and the script it runs. */
export class RunningScript {
  readonly process: ScriptProcess;
  readonly line: ScriptCommandLine;

  constructor(process: ScriptProcess, line: ScriptCommandLine) {
    this.process = process;
    this.line = line;
  }

  /** The absolute path of the script; null where it has none, or its working directory is not known. */
  readonly path = once((): string | null => {
    const {script} = this.line;
    if (script === null || posix.isAbsolute(script)) return script;
    return this.process.cwd === null ? null : posix.resolve(this.process.cwd, script);
  });

  /** Whether the path depends on a working directory, which the process may have left since. */
  get isRelative(): boolean {
    return this.line.script !== null && !posix.isAbsolute(this.line.script);
  }

  /** What it runs; a path that proves to be a folder (with a __main__.py) is one, whatever it is called. */
  readonly kind = once((): ScriptKind => {
    const path = this.line.kind === 'file' ? this.path() : null;
    const stat = path === null ? undefined : orUndefined(this.process.stat(path));
    return stat?.kind === 'directory' ? 'directory' : this.line.kind;
  });
}

/** The processes that are interpreters, each with what it runs. */
export function runningScripts(processes: readonly ScriptProcess[]): RunningScript[] {
  return processes.flatMap(process => {
    const line = parseScriptCommandLine(process.argv, process.exe);
    return line ? [new RunningScript(process, line)] : [];
  });
}
