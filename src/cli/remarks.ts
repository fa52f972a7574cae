import {gapRemark} from '../render/unreadable.ts';
import {visibilityText} from '../render/visibility.ts';
import {readPrivileges} from '../snapshot/process-table/privileges.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import type {VisibilityNote} from '../snapshot/visibility.ts';

/** What a reader has to know to take an answer right, a sentence each: what a procfs shows, and what can't be read. */
export function remarksOn(snapshot: Snapshot, notes: readonly VisibilityNote[]): readonly string[] {
  const gaps = snapshot.ledger.unreadable.filter(gap => !notes.some(({what}) => what === gap.what));
  return [...notes.map(visibilityText), ...gapRemark(gaps, readPrivileges(snapshot.machine))];
}
