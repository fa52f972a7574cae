import type {JudgedCard} from '../../render/inspect/judged-card.ts';
import {diagnose} from '../../rules/diagnosis/diagnosis.ts';
import {everything} from '../../rules/diagnosis/selection.ts';
import {Scope} from '../../rules/scope.ts';
import {readCard} from '../../snapshot/cards/card.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import type {ZombieScene} from '../../snapshot/zombies/zombies.ts';

/**
 * The card of each process, with what every rule finds about it.
 * @param before the zombies of an earlier look: one that was not a zombie then may be reaped at any moment; undefined: all count
 */
export async function readJudgedCards(
  snapshot: Snapshot,
  processes: readonly Process[],
  before: ZombieScene | undefined,
): Promise<JudgedCard[]> {
  const cards: JudgedCard[] = [];
  for (const process of processes) {
    const scope = new Scope(snapshot, new Set([process.pid]), before);
    cards.push({
      card: await readCard(snapshot, process, scope.openFiles),
      diagnosis: await diagnose(scope, everything),
    });
  }
  return cards;
}
