import {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU} from '../../parse/signals/numbers.ts';
import {signalName} from '../../parse/signals/signals.ts';
import type {Stall} from '../../snapshot/blocked-processes/stalled.ts';
import type {Freezer} from '../../snapshot/cgroups.ts';
import {type Condition, isInBackground, type Stop} from '../../snapshot/condition.ts';
import type {Process} from '../../snapshot/process.ts';
import {stopsWithChild} from '../../snapshot/programs/conduct.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import {stateName} from './activity.ts';
import {saying, type ToldEvidence, weighed} from './evidence.ts';
import {named} from './named.ts';

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
  if (stop?.needsForeground)
    return `\`fg\` in the shell that started it, since after \`kill -CONT ${process.pid}\` alone its terminal stops it again at once`;
  return stop?.signal === null && isInBackground(process)
    ? `${command}, or \`fg\` in the shell that started it, if its terminal stopped it`
    : command;
}

/** "the cgroup /sys/fs/cgroup/jobs". */
export function freezerText(freezer: Freezer | undefined): string {
  return freezer?.folder === undefined
    ? "a cgroup that isn't visible from here"
    : `the cgroup ${freezer.folder}`;
}

/** That a process can't run, and what keeps it: one sentence or two. */
export function stallText(process: Process, stall: Stall): string {
  if (stall.kind === 'frozen')
    return `${named(process)} is frozen by ${freezerText(stall)}, and runs no code until that is thawed.`;
  const selfStop = selfStopText(process, stall);
  const own = selfStop === undefined ? '' : ` ${selfStop}.`;
  return `${named(process)} is stopped${byText(stall)}, and runs no code until it is continued.${own}`;
}

/** What shows that a process can't run: it points there, where its cgroup may still be freezing. */
export function stallEvidence(stall: Stall): readonly ToldEvidence[] {
  if (stall.kind === 'frozen') return weighed(stall.certainty, stall.evidence);
  const [state] = stall.evidence;
  const stopped = state ? [saying(state, `T (${stateName('T')})`)] : [];
  return [...stopped, ...stopSignalEvidence(stall)];
}
