import type {Syscalls} from '../../kernel/syscalls.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {type SignalActions, sigchldActions} from '../signals/sigchld-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {adopterKind} from './adopter.ts';
import {type Orphanhood, Orphanhoods} from './orphanhood.ts';
import {findUnits} from './systemd-units.ts';

/**
 * How it came about that a process has the parent it has. own-child: that started it, or is not known to adopt
 * orphans. unclear: it adopts orphans, and nothing shows whether this is one. probably-adopted, adopted: what
 * started it is gone, likely or proven, as `Orphanhood` has it.
 */
export type Adoption = 'own-child' | 'unclear' | 'probably-adopted' | 'adopted';

/** Whether an adoption speaks for a process that started it and is gone. */
export function isOrphaned(adoption: Adoption): boolean {
  return adoption === 'probably-adopted' || adoption === 'adopted';
}

/** How processes came by the parents they have. Each is looked at once, and only if it is asked about. */
export class Adoptions {
  readonly #snapshot: Snapshot;
  readonly #actions: () => SignalActions;
  readonly #membershipOf: ReturnType<typeof findUnits>;
  readonly #orphanhoods: Orphanhoods;

  constructor(snapshot: Snapshot, syscalls: Pick<Syscalls, 'signalActions'>) {
    this.#snapshot = snapshot;
    this.#actions = () => sigchldActions(snapshot, syscalls);
    this.#membershipOf = findUnits(snapshot);
    this.#orphanhoods = new Orphanhoods(snapshot, this.#membershipOf);
  }

  of(process: Process): Adoption {
    const orphanhood = this.orphanhoodOf(process);
    if (orphanhood) return orphanhood.certainty === 'proven' ? 'adopted' : 'probably-adopted';
    const parent = this.#snapshot.find(process.stat.ppid);
    if (!parent || this.#membershipOf(process, parent)?.main === process) return 'own-child';
    const adopter = adopterKind(this.#snapshot, parent, this.#actions);
    return adopter === 'init' || adopter === 'subreaper' ? 'unclear' : 'own-child';
  }

  /** What shows that the process which started it is gone; undefined where nothing does. */
  readonly orphanhoodOf = onceEach((process: Process): Orphanhood | undefined =>
    this.#orphanhoods.of(process, this.#actions),
  );
}
