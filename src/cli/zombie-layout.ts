import {type Introducing, nobody} from '../render/introductions/introductions.ts';
import type {Page} from '../render/page.ts';
import {
  defaultParentColumns,
  defaultZombieColumns,
  parentColumns,
  zombieColumns,
  zombieRows,
} from '../render/zombies/columns.ts';
import {zombiesText} from '../render/zombies/text.ts';
import type {JudgedScene} from '../rules/inspections/zombies.ts';
import {alwaysTable, type ListingFlagValues, tableOf} from './listing-flags.ts';

type Layout = (scene: JudgedScene, page: Page, introducing: Introducing) => Promise<string[]>;

/** How `zombies` shows what it found: as text for people, as a table of zombies, or as a table of their parents. */
export function zombieLayout(
  flags: ListingFlagValues & {readonly 'by-parent': boolean; readonly all: boolean},
): Layout {
  if (flags['by-parent']) {
    const table = alwaysTable(flags, parentColumns, defaultParentColumns);
    return async ({parents}, page) => table(parents, page);
  }
  const table = tableOf(flags, zombieColumns, defaultZombieColumns);
  return async (scene, page, introducing) =>
    table?.(zombieRows(scene), page) ??
    zombiesText(scene, page, flags.all, scene.parents.length > 0 ? await introducing() : nobody);
}
