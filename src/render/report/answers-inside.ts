import {schemaName} from '../contract/commands.ts';
import {diagnoseJson} from '../diagnose/json.ts';
import {inspectJson} from '../inspect/json.ts';
import {treeJson} from '../tree/json.ts';
import {zombiesJson} from '../zombies/json.ts';
import type {Report} from './report.ts';

/** The answers that a page holds for programs: each is what its command prints under --json. */
export function answersInside({diagnosis, zombies, families, cards, completeness}: Report) {
  const {diagnose, zombies: ofZombies, tree, inspect} = completeness;
  const ofCards = {schema: schemaName('inspect'), ...inspect, ...inspectJson(cards, [])};
  return {
    diagnose: {schema: schemaName('diagnose'), ...diagnose, ...diagnoseJson(diagnosis)},
    zombies: {schema: schemaName('zombies'), ...ofZombies, ...zombiesJson(zombies)},
    trees: families.map(family => ({schema: schemaName('tree'), ...tree, ...treeJson(family)})),
    ...(cards.length > 0 && {inspect: ofCards}),
  };
}
