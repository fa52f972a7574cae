import {orUndefined} from '../../kernel/read.ts';
import {hasSignal} from '../../parse/signal-set.ts';
import type {Process} from '../../snapshot/process.ts';
import {SIGTERM} from '../../snapshot/signal-case.ts';
import {blocks} from '../../snapshot/signal-takers.ts';

/** How to end processes. */
export interface Ending {
  /** "kill -TERM 4711 4712", "kill -TERM 4711; kill -KILL 4712". */
  readonly command: string;
  /** Why SIGTERM does not do: "it ignores SIGTERM"; undefined where it may. */
  readonly reason: string | undefined;
}

/** By SIGTERM those that may clean up, and by SIGKILL those on which that has no effect. */
export function endingOf(processes: readonly Process[]): Ending {
  const deaf = processes.flatMap(process => {
    const why = deafness(process);
    return why === undefined ? [] : [{pid: process.pid, why}];
  });
  const deafPids = deaf.map(({pid}) => pid);
  const hearing = processes.map(({pid}) => pid).filter(pid => !deafPids.includes(pid));
  const [only] = deaf;
  return {
    command: [
      ...(hearing.length > 0 ? [`kill -TERM ${hearing.join(' ')}`] : []),
      ...(deaf.length > 0 ? [`kill -KILL ${deafPids.join(' ')}`] : []),
    ].join('; '),
    reason:
      processes.length === 1
        ? only && `it ${only.why}`
        : deaf.map(({pid, why}) => `${pid} ${why}`).join(', ') || undefined,
  };
}

/** Why SIGTERM has no effect on a process; undefined where it has one, or where that may not be seen. */
function deafness(process: Process): string | undefined {
  const status = orUndefined(process.status());
  if (status === undefined) return undefined;
  if (hasSignal(status.ignored, SIGTERM)) return 'ignores SIGTERM';
  const threads = process.liveThreads();
  if (threads.length > 0 && threads.every(thread => blocks(thread, SIGTERM))) return 'blocks SIGTERM';
  return status.nspids.at(-1) === 1 && !hasSignal(status.caught, SIGTERM)
    ? 'is PID 1 of its pid namespace, and has no handler for SIGTERM'
    : undefined;
}

/** Whether a process has a signal handler, which might end a system call that waits. True also where that may not be seen. */
export function catchesSignals(process: Process): boolean {
  const status = orUndefined(process.status());
  return status === undefined || status.caught !== 0n;
}
