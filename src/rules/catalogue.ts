import {familyInspection} from './families/index.ts';
import {descriptorInspection} from './fds/index.ts';
import type {Inspection} from './finding.ts';
import {lockInspection} from './locks/index.ts';
import type {RuleCard} from './rule.ts';
import {scriptInspection} from './scripts/index.ts';
import {sigchldInspection} from './sigchld/index.ts';
import {signalInspection} from './signals/index.ts';
import {zombieInspection} from './zombies/index.ts';

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
