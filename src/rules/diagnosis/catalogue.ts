import type {Inspection} from '../finding.ts';
import {descriptorInspection} from '../inspections/descriptors.ts';
import {familyInspection} from '../inspections/families.ts';
import {lockInspection} from '../inspections/locks.ts';
import {scriptInspection} from '../inspections/scripts.ts';
import {sigchldInspection} from '../inspections/sigchld.ts';
import {signalInspection} from '../inspections/signals.ts';
import {zombieInspection} from '../inspections/zombies.ts';
import type {RuleCard} from '../rule.ts';

/** Every inspection that a diagnosis makes, one a family. */
export const inspections: readonly Inspection[] = [
  zombieInspection,
  sigchldInspection,
  signalInspection,
  lockInspection,
  descriptorInspection,
  scriptInspection,
  familyInspection,
];

/** Every rule, by its id. */
export function allRules(): RuleCard[] {
  return inspections.flatMap(({rules}) => rules).sort((a, b) => (a.id < b.id ? -1 : 1));
}
