import {openMachine} from '../../kernel/machine/machine.ts';
import {parseScriptName} from '../../parse/script-name.ts';
import {ProcScript} from '../../snapshot/scripts/proc-script.ts';
import {runningScripts} from '../../snapshot/scripts/script.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';

/** The longest comm, in bytes; the kernel cuts the name of a program to it. */
const LONGEST_COMM = 15;

/** Whether a process goes by a name. */
export type NameTest = (pid: number, comm: string | undefined) => boolean;

/**
 * Whether a process goes by this name: its comm, or the script that it runs, as `procdoc scripts` knows it. The process
 * is looked at while it lives; of one that is gone, only the comm counts.
 */
export function nameTest(name: string): NameTest {
  const comm = name.slice(0, LONGEST_COMM);
  const isScript = parseScriptName(name, 'exact');
  const machine = openMachine();
  return (pid, itsComm) => {
    if (itsComm === comm) return true;
    const snapshot = new Snapshot(machine);
    const process = snapshot.find(pid);
    if (!process || process.stat.kernelThread) return false;
    return runningScripts([new ProcScript(snapshot, process)]).some(script => {
      const {script: text, module} = script.line;
      return isScript?.({script: text, path: script.path(), module}) === true;
    });
  };
}
