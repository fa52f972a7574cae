import type {Syscalls} from '../../kernel/syscalls.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {type SignalActions, sigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {adopterKind} from './adopter.ts';
import {type Orphanhood, Orphanhoods} from './orphanhood.ts';
import {findUnits} from './systemd-units.ts';

/**
 * How a process came by its parent. own-child: the parent started it, or isn't known to adopt orphans. unclear: the
 * parent adopts orphans, and nothing shows whether this process is one. probably-adopted, adopted: the process that
 * started it has exited, likely or proven, as `Orphanhood` has it.
 */
export type Adoption = 'own-child' | 'unclear' | 'probably-adopted' | 'adopted';

/** Whether the process that started an adopted one has exited, likely or proven. */
export function isOrphaned(adoption: Adoption): boolean {
  return adoption === 'probably-adopted' || adoption === 'adopted';
}

/** How processes came by their parents. Each is looked at once, and only if it is asked about. */
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
    const parent = this.#snapshot.parentOf(process);
    if (!parent || this.#membershipOf(process, parent)?.main === process) return 'own-child';
    const adopter = adopterKind(parent, this.#actions);
    return adopter === 'init' || adopter === 'subreaper' ? 'unclear' : 'own-child';
  }

  /**
   * Whether its parent is known to have started it: to be no process that may have adopted it. A parent that can't be
   * seen may be one outside of the pid namespace.
   */
  isKnownChild(process: Process): boolean {
    if (this.of(process) !== 'own-child') return false;
    const parent = this.#snapshot.parentOf(process);
    if (!parent) return false;
    const isMain = this.#membershipOf(process, parent)?.main === process;
    return isMain || adopterKind(parent, this.#actions) === 'neither';
  }

  /** What shows that the process which started it has exited; undefined where nothing does. */
  readonly orphanhoodOf = onceEach((process: Process): Orphanhood | undefined =>
    this.#orphanhoods.of(process, this.#actions),
  );
}
