import {orUndefined} from '../../kernel/read.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {type SignalActions, SUBREAPERS} from '../signals/sigchld-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {type AdopterKind, adopterKind, adopterSentence, isToldByFiles} from './adopter.ts';
import {groupTrace, type LeaderTrace, sessionTrace} from './leader.ts';
import {findUnits, type UnitMembership} from './systemd-units.ts';

/** What shows that the process which started another is gone. */
export interface Orphanhood {
  readonly certainty: 'proven' | 'likely';
  readonly evidence: readonly string[];
  /** What its parent of today is; "unknown": that it adopted this one is but a guess. */
  readonly adopter: AdopterKind;
  /**
   * Whether it is in a session of its own, without a terminal, as daemon(3) makes it and `setsid sh -c '… &'` too:
   * what else a daemon does decides.
   */
  readonly hasSessionOfItsOwn: boolean;
}

/** What shows of processes that who started them is gone. Each is looked at once, and only if it is asked about. */
export class Orphanhoods {
  readonly #snapshot: Snapshot;
  readonly #membershipOf: ReturnType<typeof findUnits>;

  constructor(snapshot: Snapshot, membershipOf = findUnits(snapshot)) {
    this.#snapshot = snapshot;
    this.#membershipOf = membershipOf;
  }

  readonly #tracesOf = onceEach((process: Process) =>
    formerParentTraces(this.#snapshot, process, this.#membershipOf),
  );

  /** Whether that takes the kernel's own record of subreapers. */
  needsActions(process: Process): boolean {
    const traces = this.#tracesOf(process);
    return traces !== undefined && !isToldByFiles(this.#snapshot, traces.parent);
  }

  /**
   * undefined where nothing shows it.
   * @param actions asked for only where they are needed; the ledger says if in vain
   */
  of(process: Process, actions: () => SignalActions): Orphanhood | undefined {
    const traces = this.#tracesOf(process);
    if (!traces) return undefined;
    const noted = () => this.#noted(actions());
    return orphanhoodOf(traces, adopterKind(this.#snapshot, traces.parent, noted));
  }

  #noted(actions: SignalActions): SignalActions {
    if (!actions.ok) this.#snapshot.ledger.note(SUBREAPERS, actions.errno);
    return actions;
  }
}

/** What a process still shows of a parent that it had before the one it has. */
interface FormerParentTraces {
  readonly process: Process;
  readonly parent: Process;
  readonly session: LeaderTrace | undefined;
  readonly group: LeaderTrace | undefined;
  readonly unit: string | undefined;
}

/**
 * The traces of a former parent; undefined where there are none. There are none of what an init started itself,
 * and none of an orphan that never left the session and process group of its adopter.
 */
function formerParentTraces(
  snapshot: Snapshot,
  process: Process,
  membershipOf: ReturnType<typeof findUnits>,
): FormerParentTraces | undefined {
  const parent = snapshot.find(process.stat.ppid);
  if (!parent || !isApart(process, parent)) return undefined;
  const membership = membershipOf(process, parent);
  if (membership?.main === process) return undefined;
  const session = sessionTrace(snapshot, process, parent);
  const group = groupTrace(snapshot, process, parent);
  const unit = membership && unitSentence(process, membership);
  return session || group || unit ? {process, parent, session, group, unit} : undefined;
}

/** By stat alone, so that most processes need no closer look. */
function isApart({stat}: Process, {stat: parent}: Process): boolean {
  return stat.sid !== parent.sid || (stat.pgid !== parent.pgid && stat.pgid !== stat.pid);
}

/** Who opens a session for another, such as login(1), is moved into its scope: that one is root's. */
function unitSentence(process: Process, {unit, main}: UnitMembership): string | undefined {
  if (unit.kind === 'scope' && (orUndefined(process.status())?.uid ?? 0) === 0) return undefined;
  const started = main ? `systemd started ${main.comm} (${main.pid})` : 'systemd starts no process itself';
  return `it is in ${unit.name}, where ${started}`;
}

/** What the traces come to, given what the parent of today is. */
function orphanhoodOf(traces: FormerParentTraces, adopter: AdopterKind): Orphanhood | undefined {
  const {process, parent, session, unit} = traces;
  const known = adopter === 'init' || adopter === 'subreaper';
  // Without an adopter, or a session that the parent is not in, a group is as well that of a pipeline.
  const group = known || session ? traces.group : undefined;
  const evidence = [session?.evidence, group?.evidence, unit].flatMap(sentence => sentence ?? []);
  if (adopter === 'neither' || evidence.length === 0) return undefined;
  const {sid, pid, pgid, terminal} = process.stat;
  const madeSession = sid === pid || (session?.leaderGone === true && pgid === sid);
  return {
    certainty: known && session?.excludesParent ? 'proven' : 'likely',
    evidence: [...evidence, adopterSentence(parent, adopter)],
    adopter,
    hasSessionOfItsOwn: madeSession && terminal === 0,
  };
}
