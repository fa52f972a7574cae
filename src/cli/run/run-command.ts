import {type ChildFunctions, openChildFunctions} from '../../kernel/children/c-functions.ts';
import {dieOf} from '../../kernel/children/own-process.ts';
import {writeNow} from '../../kernel/children/write-now.ts';
import {openMachine} from '../../kernel/machine/machine.ts';
import {type Accompanied, accompany} from '../../lifecycle/run/accompany.ts';
import {endLeftBehind} from '../../lifecycle/run/end-left-behind.ts';
import {NOTHING_LEFT, readLeftBehind} from '../../lifecycle/run/left-behind.ts';
import {
  type Outcome,
  type OwnEnd,
  ownEnd,
  unlessFailed,
  unstartedStatus,
} from '../../lifecycle/run/outcome.ts';
import {type Surroundings, surroundingsOn} from '../../lifecycle/run/surroundings.ts';
import {troublesIn} from '../../lifecycle/run/trouble.ts';
import type {WaitEvent} from '../../lifecycle/run/wait-event.ts';
import {bugText} from '../../render/failures/failure-text.ts';
import {problemText} from '../../render/failures/problem.ts';
import {leftBehindLines, NOTHING_BY_NOW} from '../../render/run/left-behind-text.ts';
import {CannotLook, exitStatus} from '../failures.ts';
import {eventWriter} from './events.ts';
import {formatOf, type RunFlagValues} from './flags.ts';
import {orderOf} from './order.ts';
import {report} from './report.ts';
import {sayNow} from './say-now.ts';

/** Runs a command, says what is to be said of it and of what it left behind, and exits as it did. */
export async function runCommand(command: readonly string[], flags: RunFlagValues): Promise<void> {
  const format = formatOf(flags);
  const order = orderOf(command.length, flags);
  const functions = await openChildFunctions();
  if (!functions.ok) throw new CannotLook({kind: 'no-native-calls', errno: functions.errno});
  const events = eventWriter(flags);
  const surroundings = surroundingsOn(openMachine());
  const coreDumps: WaitEvent[] = [];
  const onEvent = (event: WaitEvent) => {
    events?.write(event);
    if (event.status.coreDumped) coreDumps.push(event);
  };
  const onAsked = (apart: ReadonlySet<number>) => void sayLeftBehind(surroundings, apart);
  const onRefused = (signal: string, errno: string) =>
    sayNow(problemText({kind: 'not-signalled', signal, errno}));
  process.on('uncaughtException', failAsBug);
  const ran = await accompany(functions.value, surroundings, order, {onEvent, onAsked, onRefused});
  if (!ran.ok) {
    sayNow(problemText({kind: 'not-started', program: command[0] ?? '', errno: ran.errno}));
    process.exit(unstartedStatus(ran.errno));
  }
  const left = await lookBehind(functions.value, surroundings, ran.value, flags);
  const troubles = troublesIn(left.left, coreDumps);
  const failing = (flags['fail-on'] ?? []).filter(trouble => troubles.has(trouble));
  const own = ownEnd(ran.value, failing.length > 0 ? flags['fail-status'] : undefined);
  const isReported = report({command, ran: ran.value, ...left, troubles, failing, own}, flags, format);
  const isWritten = isReported && !events?.hasFailed();
  exitAs(functions.value, isWritten ? own : unlessFailed(own, exitStatus.cannotLook));
}

/** What is left of the command's descendants after the grace; and what of them was ended, if that is wanted. */
async function lookBehind(
  c: ChildFunctions,
  surroundings: Surroundings,
  {untilNoneIsLeft}: Accompanied,
  flags: RunFlagValues,
): Promise<Pick<Outcome, 'left' | 'ended'>> {
  if (await untilNoneIsLeft()) return {left: NOTHING_LEFT, ended: []};
  const left = await readLeftBehind(surroundings, new Set());
  const ended = flags['kill-left-behind'] ? await endLeftBehind(c, surroundings, untilNoneIsLeft) : [];
  return {left, ended};
}

/** While the command runs. */
async function sayLeftBehind(surroundings: Surroundings, apart: ReadonlySet<number>): Promise<void> {
  const lines = leftBehindLines(await readLeftBehind(surroundings, apart));
  for (const line of lines.length === 0 ? [NOTHING_BY_NOW] : lines) sayNow(line);
}

/** The command runs on without procdoc, as if that had been killed. */
function failAsBug(error: Error): never {
  writeNow(2, `${bugText(error.message, 'procdoc run')}\n`);
  process.exit(exitStatus.bug);
}

/** By the same signal, or by the status that a shell would have for it where that has no effect: as PID 1. */
function exitAs(c: ChildFunctions, own: OwnEnd): never {
  if ('exitStatus' in own) process.exit(own.exitStatus);
  dieOf(c, own.signal);
  process.exit(128 + own.signal);
}
