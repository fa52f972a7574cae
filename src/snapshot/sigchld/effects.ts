import {resetsSigchldBelow} from '../programs/conduct.ts';
import {type Conduct, statusLosses} from '../programs/conducts.ts';
import type {Disposition} from '../signals/disposition.ts';

/** What follows from how a process handles SIGCHLD; the words for it live in render/sigchld. */
export const sigchldEffects = [
  'no-children',
  'statuses-learned-otherwise',
  ...statusLosses,
  'wait-fails',
  'system-fails',
  'disposition-inherited',
  'handler-never-runs',
  'mask-inherited',
] as const;

export type SigchldEffect = (typeof sigchldEffects)[number];

/**
 * What follows in a program whose children are reaped automatically, because it ignores SIGCHLD or set SA_NOCLDWAIT:
 * wait(2), "NOTES". What programs make of it was measured: see programs/conduct; test/live/signals/sigchld-runtimes.test.ts measures it again.
 */
export function effectsOfAutoReap(disposition: Disposition, conduct: Conduct | undefined): SigchldEffect[] {
  // A program that ignores SIGCHLD by design learns every status in another way.
  if (conduct?.sigchld === 'ignores') return ['statuses-learned-otherwise'];
  return [
    ...(conduct?.losses ?? []),
    'wait-fails',
    'system-fails',
    // Flags of sigaction(2) do not outlive execve(2); an ignored signal does.
    ...(disposition === 'ignored' && !resetsSigchldBelow(conduct)
      ? (['disposition-inherited'] as const)
      : []),
  ];
}

/** A zombie has no children, since init or a subreaper adopted them, and no signal reaches it. */
export const effectsOnZombie: readonly SigchldEffect[] = ['no-children'];

/** What follows where SIGCHLD is blocked in every thread and pending. */
export const effectsOfBlocking: readonly SigchldEffect[] = ['handler-never-runs', 'mask-inherited'];
