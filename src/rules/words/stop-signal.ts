import {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU} from '../../parse/signals/numbers.ts';
import {signalName} from '../../parse/signals/signals.ts';
import type {Condition, Stop} from '../../snapshot/condition.ts';
import type {Process} from '../../snapshot/process.ts';
import {stopsWithChild} from '../../snapshot/programs/conduct.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import {saying, type ToldEvidence} from './evidence.ts';

/** What sends the stop signals of a terminal: signal(7). */
const causes: ReadonlyMap<number, string> = new Map([
  [SIGTSTP, 'Ctrl-Z'],
  [SIGTTIN, 'a read from its terminal, in the background'],
  [SIGTTOU, 'a write to its terminal, or a change of its settings, in the background'],
]);

/** "SIGSTOP", "SIGTTIN (a read from its terminal, in the background)". */
function stopSignalText(signal: number): string {
  const name = signalName(signal) ?? `signal ${signal}`;
  const cause = causes.get(signal);
  return cause === undefined ? name : `${name} (${cause})`;
}

/** " by SIGSTOP"; empty where the signal isn't known. */
export function byText(stop: Pick<Stop, 'signal'> | undefined): string {
  return stop === undefined || stop.signal === null ? '' : ` by ${stopSignalText(stop.signal)}`;
}

/** That a stopped process likely stopped itself, as su(1) does: a sentence without its full stop; undefined: it doesn't. */
export function selfStopText(process: Process, stop: Pick<Stop, 'signal'> | undefined): string | undefined {
  const mayBe = stop === undefined || stop.signal === null || stop.signal === SIGSTOP;
  if (!mayBe || !stopsWithChild(process)) return undefined;
  return `Most likely ${process.comm} stopped itself: it does that when its child stops, and passes SIGCONT on to the child`;
}

/** The signal that a stopped process shows in its stat, by its name. */
export function stopSignalEvidence({
  evidence: [, signal],
}: Condition & {readonly kind: 'stopped'}): ToldEvidence[] {
  return signal ? [saying(signal, `${signal.value} (${signalName(Number(signal.value))})`)] : [];
}

/**
 * The command that continues a stopped process. One that uses its terminal from the background is stopped again after
 * SIGCONT, until it is in the foreground.
 */
export function continueText(process: Process, stop: Stop | undefined): string {
  const command = shellCommand(process, `kill -CONT ${process.pid}`);
  return stop?.needsForeground
    ? `\`fg\` in the shell that started it, since after \`kill -CONT ${process.pid}\` alone its terminal stops it again at once`
    : command;
}
