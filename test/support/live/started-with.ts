/** Programs that are started with signals ignored and blocked, and what their children show of that. */
import {spawnSync} from 'node:child_process';
import {SIGCHLD, SIGPIPE, SIGTERM} from '../../../src/parse/signals/numbers.ts';
import {hasSignal, parseSignalSet} from '../../../src/parse/signals/signal-set.ts';

/** Python restores some signals before it executes another program; this is the plain execvp(3). */
const LAUNCHER = `
import os, signal, sys
for name in ("SIGCHLD", "SIGPIPE"):
    signal.signal(getattr(signal, name), signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
os.execvp(sys.argv[1], sys.argv[1:])`;

/** What a child has that was started below a program, of what that program was started with. */
export interface ChildSignals {
  readonly ignoresSigchld: boolean;
  readonly ignoresSigpipe: boolean;
  readonly blocksSigterm: boolean;
}

/** The command that a child is to be: grep(1) touches no signal. */
export const SHOW_SIGNALS = 'grep -E ^Sig(Ign|Blk) /proc/self/status'.split(' ');

/** Runs a program with SIGCHLD and SIGPIPE ignored and SIGTERM blocked; it has to run SHOW_SIGNALS once. */
export function childSignalsBelow(...command: string[]): ChildSignals {
  const {stdout, stderr, error} = startedSo(command);
  if (error) throw error;
  const sets = new Map(
    [...stdout.matchAll(/^(Sig\w+):\s*([0-9a-f]+)$/gm)].map(([, name, hex]) => [
      name,
      parseSignalSet(hex ?? ''),
    ]),
  );
  const [ignored, blocked] = [sets.get('SigIgn'), sets.get('SigBlk')];
  if (ignored === undefined || blocked === undefined)
    throw new Error(`${command.join(' ')} showed no signals: ${stdout}${stderr}`);
  return {
    ignoresSigchld: hasSignal(ignored, SIGCHLD),
    ignoresSigpipe: hasSignal(ignored, SIGPIPE),
    blocksSigterm: hasSignal(blocked, SIGTERM),
  };
}

function startedSo(command: readonly string[]) {
  const python = process.env.PYTHON3 ?? 'python3';
  return spawnSync(python, ['-c', LAUNCHER, ...command], {encoding: 'utf8', timeout: 120_000});
}
