import type {JudgedCard} from '../../render/inspect/judged-card.ts';
import {isGrave} from '../../render/report/drawings.ts';
import {foundByProcess} from '../../render/report/found-processes.ts';
import type {Origin} from '../../render/report/machine.ts';
import type {Completeness, Report} from '../../render/report/report.ts';
import {diagnose} from '../../rules/diagnosis/diagnosis.ts';
import {everything} from '../../rules/diagnosis/selection.ts';
import {hostOf} from '../../rules/fleet/host.ts';
import {waitCyclesIn, waitsIn} from '../../rules/inspections/families.ts';
import {locksIn} from '../../rules/inspections/locks.ts';
import {zombiesIn} from '../../rules/inspections/zombies.ts';
import {Scope} from '../../rules/scope.ts';
import {readFamily} from '../../snapshot/families/family.ts';
import {relativesOf} from '../../snapshot/families/relatives.ts';
import {readHeldBy} from '../../snapshot/holders/held-by.ts';
import {readMachineFacts} from '../../snapshot/machine/machine-facts.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {readBeginnings} from '../../snapshot/starters/beginning.ts';
import {readVisibility} from '../../snapshot/visibility.ts';
import {followWaits, type ProcessNode} from '../../snapshot/wait-chain/follow-waits.ts';
import type {ZombieScene} from '../../snapshot/zombies/zombies.ts';
import {readJudgedCards} from '../inspect/cards.ts';
import {remarksOn} from '../remarks.ts';
import {requireProcess, requireSubjects} from '../require-process.ts';

/** Of so many processes that something was found about, what they wait for and hold is drawn: of more, the worst. */
const DRAWN = 30;
/** So many of the things that they hold are looked for: more than a drawing has room for. */
const HELD = 40;

/** So many of the processes that were asked about have a card: more are longer than anybody reads. */
const CARDS = 5;

/** What a page is to be about. */
export interface ReportWish {
  /** `place`: what is read, as remarks name it. */
  readonly origin: Omit<Origin, 'host'> & {readonly place: string};
  /** The pids that it is about, with their families; undefined: the whole machine. */
  readonly asked: readonly number[] | undefined;
  /** The zombies of an earlier look: one that was not a zombie then may be reaped at any moment. undefined: all count. */
  readonly before: ZombieScene | undefined;
}

/** Asks a snapshot all that a page shows: each part as the command asks it that answers nothing else. */
export async function readReport(
  snapshot: Snapshot,
  {origin, asked: pids, before}: ReportWish,
): Promise<Report> {
  const notes = readVisibility(snapshot, origin.place, pids);
  await snapshot.readAtOnce();
  const asked = pids?.map(pid => requireProcess(snapshot, pid));
  const scope = new Scope(snapshot, asked && relativesOf(snapshot, asked), before);
  const diagnosis = await diagnose(scope, everything);
  if (diagnosis.findings.length === 0) requireSubjects(diagnosis);
  const ofDiagnosis = completenessOf(snapshot);
  const zombies = await zombiesIn(scope);
  const ofZombies = completenessOf(snapshot);
  const families = await Promise.all(
    (asked ? topmost(snapshot, asked) : [undefined]).map(one =>
      readFamily(snapshot, one, Number.POSITIVE_INFINITY),
    ),
  );
  const ofTree = completenessOf(snapshot);
  const cards = await readJudgedCards(
    snapshot,
    asked ? topmost(snapshot, asked).slice(0, CARDS) : [],
    before,
  );
  const ofCards = completenessOf(snapshot);
  const found = [...foundByProcess(diagnosis.findings)].filter(([, about]) => isGrave(about));
  const culprits = found.slice(0, DRAWN).flatMap(([pid]) => snapshot.find(pid) ?? []);
  const own = cards.map(({card}) => card.process);
  return {
    snapshot,
    origin: {...origin, host: hostOf(snapshot, origin.recording).name},
    facts: readMachineFacts(snapshot),
    diagnosis,
    beginnings: await readBeginnings(snapshot),
    zombies,
    families,
    cards,
    waiting: await readWaiting(scope, cards, culprits),
    locks: await locksIn(scope),
    held: await readHeldBy(snapshot, [...new Set([...own, ...culprits])], scope.openFiles, HELD),
    completeness: {diagnose: ofDiagnosis, zombies: ofZombies, tree: ofTree, inspect: ofCards},
    remarks: remarksOn(snapshot, notes),
  };
}

/** What the rules know of waits, and what the processes wait for besides that were asked about, or are culprits. */
async function readWaiting(
  scope: Scope,
  cards: readonly JudgedCard[],
  culprits: readonly Process[],
): Promise<Report['waiting']> {
  const {snapshot, openFiles} = scope;
  const all = new Map<number, ProcessNode>();
  const add = (node: ProcessNode) => {
    if (!all.has(node.pid)) all.set(node.pid, node);
  };
  for (const {card} of cards) card.chain.nodes.forEach(add);
  (await waitsIn(scope)).nodes.forEach(add);
  const others = culprits.filter(({pid}) => !all.has(pid));
  for await (const node of followWaits(snapshot, others, {openFiles})) add(node);
  return {nodes: [...all.values()], deadlocks: await waitCyclesIn(scope)};
}

/** The processes that are below none of the others, whose tree would show them as well. */
function topmost(snapshot: Snapshot, asked: readonly Process[]): readonly Process[] {
  return asked.filter(one => !snapshot.ancestors(one).some(above => asked.includes(above)));
}

function completenessOf({ledger}: Snapshot): Completeness {
  return {complete: ledger.complete, unreadable: ledger.unreadable};
}
