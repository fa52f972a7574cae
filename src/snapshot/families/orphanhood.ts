import {SUBREAPERS} from '../gap-names.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {SignalActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {type AdopterKind, adopterKind, isKnownByFiles} from './adopter.ts';
import {
  type GroupSign,
  groupSign,
  mayBeClonedBySibling,
  type OrphanSign,
  type SessionSign,
  sessionSign,
  type UnitSign,
  unitSign,
} from './orphan-signs.ts';
import {findUnits} from './systemd-units.ts';

/** That the process which started another has exited, and what shows it. */
export interface Orphanhood {
  readonly process: Process;
  /** The parent that it has today. */
  readonly parent: Process;
  readonly certainty: 'proven' | 'likely';
  readonly signs: readonly OrphanSign[];
  /** What the parent of today is; "unknown": that it adopted this process is only a guess. */
  readonly adopter: AdopterKind;
  /**
   * Whether it is in a session of its own, without a terminal, as daemon(3) makes it and `setsid sh -c '… &'` too:
   * what else a daemon does decides.
   */
  readonly hasSessionOfItsOwn: boolean;
}

/** Which processes are orphans. Each is looked at once, and only if it is asked about. */
export class Orphanhoods {
  readonly #snapshot: Snapshot;
  readonly #membershipOf: ReturnType<typeof findUnits>;

  constructor(snapshot: Snapshot, membershipOf = findUnits(snapshot)) {
    this.#snapshot = snapshot;
    this.#membershipOf = membershipOf;
  }

  /** Whether it can be an orphan. Most processes are not apart from their parent, and nothing is kept of them. */
  isApart(process: Process): boolean {
    const parent = this.#snapshot.parentOf(process);
    return parent !== undefined && isApart(process, parent);
  }

  #signsOf(process: Process): FormerParentSigns | undefined {
    return this.isApart(process) ? this.#signsApart(process) : undefined;
  }

  readonly #signsApart = onceEach((process: Process) =>
    formerParentSigns(this.#snapshot, process, this.#membershipOf),
  );

  /** Whether it takes the kernel's own record of subreapers to know if a process is an orphan. */
  needsActions(process: Process): boolean {
    const signs = this.#signsOf(process);
    return signs !== undefined && !isKnownByFiles(signs.parent);
  }

  /**
   * undefined where nothing shows it.
   * @param actions asked for only where they are needed; the ledger says if in vain
   */
  of(process: Process, actions: () => SignalActions): Orphanhood | undefined {
    const signs = this.#signsOf(process);
    if (!signs) return undefined;
    const noted = () => this.#noted(actions());
    return orphanhoodOf(this.#snapshot, signs, adopterKind(signs.parent, noted));
  }

  #noted(actions: SignalActions): SignalActions {
    if (!actions.ok) this.#snapshot.ledger.note(SUBREAPERS, actions.errno);
    return actions;
  }
}

/** What a process still shows of a parent that it had before the one it has. */
interface FormerParentSigns {
  readonly process: Process;
  readonly parent: Process;
  readonly session: SessionSign | undefined;
  readonly group: GroupSign | undefined;
  readonly unit: UnitSign | undefined;
}

/**
 * The signs of a former parent; undefined where there are none. What an init started itself shows none, and neither
 * does an orphan that never left the session and process group of its adopter.
 */
function formerParentSigns(
  snapshot: Snapshot,
  process: Process,
  membershipOf: ReturnType<typeof findUnits>,
): FormerParentSigns | undefined {
  const parent = snapshot.parentOf(process);
  if (!parent) return undefined;
  const membership = membershipOf(process, parent);
  if (membership?.main === process) return undefined;
  const session = sessionSign(snapshot, process, parent);
  const group = groupSign(snapshot, process, parent);
  const unit = membership && unitSign(process, membership);
  return session || group || unit ? {process, parent, session, group, unit} : undefined;
}

/** By stat alone, so that most processes need no closer look. */
function isApart({stat}: Process, {stat: parent}: Process): boolean {
  return stat.sid !== parent.sid || (stat.pgid !== parent.pgid && stat.pgid !== stat.pid);
}

/** What the signs come to, given what the parent of today is. */
function orphanhoodOf(
  snapshot: Snapshot,
  found: FormerParentSigns,
  adopter: AdopterKind,
): Orphanhood | undefined {
  const {process, parent, session, unit} = found;
  const known = adopter === 'init' || adopter === 'subreaper';
  // Without an adopter, or a session that the parent is not in, a group is as well that of a pipeline.
  const group = known || session ? found.group : undefined;
  const signs = [session, group, unit].flatMap(sign => sign ?? []);
  if (adopter === 'neither' || signs.length === 0) return undefined;
  const {sid, pid, pgid, terminal} = process.stat;
  const madeSession = sid === pid || (session?.kind === 'session-leader-gone' && pgid === sid);
  const excludesParent = session?.kind === 'session-of-another' && session.startedAfterParent;
  const isProven = known && excludesParent && !mayBeClonedBySibling(snapshot, process, parent);
  return {
    process,
    parent,
    certainty: isProven ? 'proven' : 'likely',
    signs,
    adopter,
    hasSessionOfItsOwn: madeSession && terminal === 0,
  };
}
