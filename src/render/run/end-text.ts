import type {Accompanied} from '../../lifecycle/run/accompany.ts';
import type {Death, DeathReason} from '../../lifecycle/run/death.ts';
import type {WaitEvent} from '../../lifecycle/run/wait-event.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {durationText} from '../duration.ts';
import {killerText} from '../killer.ts';

/** What is to be said of how a command ended; nothing of one that exited by itself. */
export function endLines({startedAtMs, end, death, timedOut, timeoutSignals}: Accompanied): string[] {
  const name = nameOf(end);
  if (timedOut) {
    const ran = `${name} ran for ${durationText((end.timeMs - startedAtMs) / 1000)}, over its --timeout`;
    return [timeoutSignals.length === 0 ? ran : `${ran}, and was sent ${timeoutSignals.join(', then ')}`];
  }
  return death ? [`${name} was ${waitStatusText(end.status)}, ${causeText(death)}`] : [];
}

/** Who sent the signal, or why: "sent by kill (4720): kill -9 4711". Of what is guessed by files also what points there. */
function causeText({killer, isPassedOn, unseen, reason}: Death): string {
  const passed = isPassedOn ? ' to procdoc, which passed it on' : '';
  const evidence = killer?.kind === 'oom-killer' && killer.certainty === 'likely' ? killer.evidence : [];
  const sender = killer ? `${killerText(killer)}${passed}` : `sender unknown${unseenText(unseen)}`;
  const pointing = [...evidence, ...(reason?.evidence ?? [])].map(evidenceText);
  const why = reason ? `: ${REASONS[reason.kind]} (likely)` : '';
  return `${sender}${why}${pointing.length === 0 ? '' : `; ${pointing.join('; ')}`}`;
}

const REASONS: Readonly<Record<DeathReason['kind'], string>> = {
  'cpu-limit': 'it used up its CPU time (RLIMIT_CPU)',
  seccomp: 'it made a system call that seccomp(2) forbids it',
  hangup: 'its terminal was closed',
};

/** Seeing senders takes BPF. */
function unseenText(unseen: Death['unseen']): string {
  if (unseen === undefined) return '';
  if (unseen.kind === 'too-early')
    return ` (senders are watched from ${durationText(unseen.watchedFromMs / 1000)} after the start on)`;
  const {errno} = unseen;
  if (errno === 'EXDEV') return ' (not visible from inside a pid namespace)';
  return errno === 'EPERM' ? ' (seeing it takes root, or CAP_BPF and CAP_PERFMON)' : ` (${errno})`;
}

/** A child by its name, where that could be read. */
export function nameOf({pid, comm}: WaitEvent): string {
  return comm === undefined ? `process ${pid}` : named({pid, comm});
}
