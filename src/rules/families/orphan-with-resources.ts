import type {Holdings} from '../../snapshot/descriptors/holdings.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Orphan} from '../../snapshot/families/orphan.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {saying, type ToldEvidence} from '../words/evidence.ts';
import {holdingKinds, holdingPhrases} from '../words/holding-phrases.ts';
import {named} from '../words/named.ts';
import {orphanEvidence} from '../words/orphan-evidence.ts';

/** How many holdings are named; a server may have left a hundred sockets. */
const NAMED = 4;

/** An orphan that isn't a daemon keeps a lock, an address or a pipe from others, and no parent knows of it. */
export const orphanWithResources: Rule<Orphan> = {
  id: 'families/orphan-with-resources',
  severity: 'warning',
  title: 'an orphaned process still holds a lock, port or pipe',
  claims: 'moment',
  needs: ['fd', 'fdinfo', 'status'],
  headline([{process, keeps}]) {
    const kept = keeps();
    return `${named(process)} outlived its parent, and still holds ${kept ? holdingKinds(kept) : 'resources'}.`;
  },
  check({process, keeps, orphanhood, staysOnPurpose}) {
    const kept = keeps();
    if (!kept || staysOnPurpose() === true) return undefined;
    const phrases = holdingPhrases(kept);
    if (phrases.length === 0) return undefined;
    const more = phrases.length > NAMED ? ` and ${phrases.length - NAMED} more` : '';
    return {
      unseen: staysOnPurpose() === null ? 'what-decides' : undefined,
      why: `${named(process)} outlived its parent; nothing will clean it up. It still holds: ${phrases.slice(0, NAMED).join('; ')}${more}.`,
      evidence: [...orphanEvidence(orphanhood), ...holdingEvidence(process.pid, kept).slice(0, NAMED)],
      remedy: `If it's a leftover: ${endCommand([process])}. That also releases what no other process holds. If it should stay, start it as a service, or with setsid(1) and its standard streams redirected (</dev/null >log 2>&1), and close the descriptors it doesn't need.`,
    };
  },
};

function holdingEvidence(pid: number, {locks, listeners, pipes}: Holdings): ToldEvidence[] {
  return [
    ...locks.map(({fd, lock}) => seenIn(pid, `fdinfo/${fd}`, 'lock', `${lock.class} ${lock.mode}`)),
    ...listeners.map(({fd, socket: {state}}) =>
      saying(seenIn(pid, `fd/${fd}`, 'socket', state), `in state ${state} by /proc/${pid}/net`),
    ),
    ...pipes.map(({fd, target}) => seenIn(pid, `fd/${fd}`, null, target)),
  ];
}
