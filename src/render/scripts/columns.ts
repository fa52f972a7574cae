import {processKey} from '../../parse/targets/process-name.ts';
import type {Start} from '../../snapshot/process.ts';
import type {FoundScript} from '../../snapshot/scripts/script-answer.ts';
import type {ScriptProcess} from '../../snapshot/scripts/script-process.ts';
import type {Column} from '../listings/columns.ts';
import {startedColumn} from '../listings/who.ts';
import {printableCommand} from '../safe-text.ts';

export const scriptColumns: readonly Column<FoundScript>[] = [
  {name: 'pid', align: 'right', help: 'the process', of: ({script}) => script.process.pid},
  {name: 'ppid', align: 'right', help: 'its parent', of: ({script}) => script.process.ppid},
  {name: 'user', help: 'its user', of: ({script}) => script.process.user},
  {name: 'comm', help: 'its name', of: ({script}) => script.process.comm},
  {name: 'interpreter', help: 'python, node …', of: ({script}) => script.line.interpreter},
  {name: 'kind', help: 'file, module, command …', of: ({script}) => script.kind()},
  {name: 'freshness', help: 'whether it is the code on disk', of: ({freshness}) => freshness},
  startedColumn(({script}) => startOf(script.process), 'when the process started'),
  {name: 'script', help: 'what it runs', of: found => scriptText(found)},
  {name: 'path', help: 'the resolved file', of: ({script}) => script.address()},
  {
    name: 'key',
    help: 'PID:START, which every PID argument takes',
    of: ({script: {process}}) => keyOfScript(process),
  },
  {name: 'cwd', help: 'its working directory', of: ({script}) => script.process.cwd},
  {name: 'args', help: 'the arguments of the script', of: ({script}) => printableCommand(script.line.args)},
  {name: 'command', help: 'the whole command line', of: ({script}) => printableCommand(script.process.argv)},
];
export const defaultScriptColumns = ['pid', 'user', 'interpreter', 'freshness', 'started', 'script', 'args'];

/** The option behind which an interpreter takes code in its arguments, where that isn't -c. */
const codeFlags: Partial<Record<FoundScript['script']['line']['interpreter'], string>> = {
  node: '-e',
  perl: '-e',
  ruby: '-e',
  php: '-r',
};

/** What runs, in a word or phrase: the path, "-m module", "-c …", "stdin". */
export function scriptText({script}: FoundScript): string {
  const {interpreter, module, command} = script.line;
  if (module !== null) return interpreter === 'python' ? `-m ${module}` : module;
  if (command !== null) return `${codeFlags[interpreter] ?? '-c'} ${printableCommand([command])}`;
  return script.address() ?? script.line.script ?? `(${script.kind()})`;
}

function startOf({startedAtMs, seenAtMs}: ScriptProcess): Start | undefined {
  return startedAtMs === undefined ? undefined : {atMs: startedAtMs, seenAtMs};
}

function keyOfScript({pid, startTicks}: ScriptProcess): string | null {
  return startTicks === null ? null : processKey(pid, startTicks);
}
