import {type ChildFunctions, openChildFunctions} from '../../kernel/children/c-functions.ts';
import {dieOf} from '../../kernel/children/own-process.ts';
import {writeNow} from '../../kernel/children/write-now.ts';
import {openMachine} from '../../kernel/machine/machine.ts';
import {replaceTextFile} from '../../kernel/text-file.ts';
import {type Accompanied, accompany} from '../../lifecycle/run/accompany.ts';
import {type OwnEnd, ownEnd, unstartedStatus} from '../../lifecycle/run/outcome.ts';
import {surroundingsOn} from '../../lifecycle/run/surroundings.ts';
import {schemaName} from '../../render/contract/commands.ts';
import {problemText} from '../../render/failures/problem.ts';
import {endLines} from '../../render/run/end-text.ts';
import {runJson} from '../../render/run/report-json.ts';
import {timeLines} from '../../render/run/usage.ts';
import {jsonText} from '../../render/safe-text.ts';
import {CannotLook} from '../failures.ts';
import {eventWriter} from './events.ts';
import type {RunFlagValues} from './flags.ts';
import {orderOf} from './order.ts';
import {sayNow} from './say-now.ts';

/** Runs a command, says what is to be said of it, and exits as it did. */
export async function runCommand(
  command: readonly string[],
  flags: RunFlagValues & {quiet: boolean},
): Promise<void> {
  const order = orderOf(command.length, flags);
  const functions = await openChildFunctions();
  if (!functions.ok) throw new CannotLook({kind: 'no-native-calls'});
  const onEvent = eventWriter(flags) ?? (() => {});
  const surroundings = surroundingsOn(openMachine());
  const ran = await accompany(functions.value, surroundings, order, {onEvent, onAsked: () => {}});
  if (!ran.ok) {
    sayNow(problemText({kind: 'not-started', program: command[0] ?? '', errno: ran.errno}));
    process.exit(unstartedStatus(ran.errno));
  }
  await ran.value.descendants();
  const own = ownEnd(ran.value);
  report(command, flags, ran.value, own);
  exitAs(functions.value, own);
}

function report(
  command: readonly string[],
  flags: RunFlagValues & {quiet: boolean},
  ran: Accompanied,
  own: OwnEnd,
): void {
  const json = () =>
    `${jsonText({schema: schemaName('run'), complete: true, unreadable: [], ...runJson(command, ran, own)})}\n`;
  if (flags.json) writeNow(2, json());
  else if (!flags.quiet) for (const line of endLines(ran)) sayNow(line);
  if (flags.time) {
    const seconds = (ran.end.timeMs - ran.startedAtMs) / 1000;
    writeNow(2, `${timeLines(ran.end.usage, seconds).join('\n')}\n`);
  }
  const written = flags.report === undefined ? undefined : replaceTextFile(flags.report, json());
  if (written && !written.ok)
    sayNow(problemText({kind: 'file-unwritable', file: flags.report ?? '', errno: written.errno}));
}

/** By the same signal, or by the status that a shell would have for it where that has no effect: as PID 1. */
function exitAs(c: ChildFunctions, own: OwnEnd): never {
  if ('exitStatus' in own) process.exit(own.exitStatus);
  dieOf(c, own.signal);
  process.exit(128 + own.signal);
}
