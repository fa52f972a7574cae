import type {Holdings} from '../../snapshot/descriptors/holdings.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import {endCommand} from '../remedies/end-command.ts';
import {holdingPhrases} from '../remedies/holding-phrases.ts';
import type {Rule} from '../rule.ts';

/** How many holdings are told; a server may have left a hundred sockets. */
const TOLD = 4;

/** What is left of a family and no daemon keeps a lock, an address or a pipe from others, and nobody knows of it. */
export const orphanWithResources: Rule<Orphan> = {
  id: 'families/orphan-with-resources',
  severity: 'warning',
  title: 'a process outlived the one that started it, and still holds a lock, an address or a pipe',
  needs: ['fd', 'fdinfo', 'status'],
  check({process, holds, orphanhood, meantToStay}) {
    if (!holds || meantToStay() === true) return undefined;
    const phrases = holdingPhrases(holds);
    if (phrases.length === 0) return undefined;
    const {pid, comm} = process;
    const more = phrases.length > TOLD ? ` and ${phrases.length - TOLD} more` : '';
    return {
      certainty: meantToStay() === null ? 'unknown' : orphanhood.certainty,
      why: `${comm} (${pid}) outlived the process that had started it, and nobody is left who would end it. It still holds ${phrases.slice(0, TOLD).join('; ')}${more}.`,
      evidence: [...orphanhood.evidence, ...placesOf(pid, holds).slice(0, TOLD)],
      remedy: `If nobody needs it: ${endCommand([process])} ends it, and releases what nobody else holds. If it is to stay, start it as a service, or by setsid(1) with its standard streams elsewhere (</dev/null >log 2>&1), and close in it what it has no use for.`,
    };
  },
};

function placesOf(pid: number, {locks, listeners, pipes}: Holdings): string[] {
  return [
    ...locks.map(
      ({fd, lock}) => `/proc/${pid}/fdinfo/${fd}: a lock: line, ${lock.class} for ${lock.mode} access`,
    ),
    ...listeners.map(
      ({fd, socket}) =>
        `/proc/${pid}/fd/${fd}: a socket, which /proc/${pid}/net shows in state ${socket.state ?? 'unconnected'}`,
    ),
    ...pipes.map(({fd, target}) => `/proc/${pid}/fd/${fd}: ${target}`),
  ];
}
