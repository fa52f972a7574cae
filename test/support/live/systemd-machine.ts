/** A machine with systemd as its PID 1, for as long as a test needs it. Needs root. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {makeSystemdMachine, removeCgroups} from '../../systemd-machine.js';
import {descendantNamed} from '../proc-witness.ts';
import {until} from '../subject.ts';

export interface SystemdMachine {
  readonly name: string;
  /** Its PID 1, as it is called outside. */
  readonly init: number;
}

/** Runs `use` when systemd has started these units: by name, the lines of each. */
export async function withSystemd(
  units: Readonly<Record<string, readonly string[]>>,
  use: (machine: SystemdMachine) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-systemd-'));
  const name = path.basename(folder).toLowerCase();
  const [file = '', ...args] = makeSystemdMachine(folder, name, units);
  const machine = spawn(file, args, {stdio: 'ignore'});
  const left = once(machine, 'exit');
  let init: number | undefined;
  try {
    init = await until('systemd has booted', () => descendantNamed(machine.pid ?? 0, 'systemd'));
    await use({name, init});
  } finally {
    if (init === undefined) machine.kill('SIGKILL');
    else process.kill(init, 'SIGKILL');
    await left;
    await until('its cgroups are gone', () => removeCgroups(name));
    rmSync(folder, {recursive: true, force: true});
  }
}
