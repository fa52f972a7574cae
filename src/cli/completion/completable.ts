import type {Completable} from '../../render/completion/completable.ts';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import {familyOf} from '../../rules/rule.ts';

/** What can be completed: the commands with their flags, the columns of their tables, and the rules. */
export async function completable(): Promise<Completable> {
  const {manifest} = await import('procdoc:command-manifest');
  const ids = allRules().map(({id}) => id);
  const commands = Object.entries(manifest).map(([id, entry]) => [id, entry()] as const);
  return {
    commands: Object.fromEntries(commands),
    rules: [...new Set(ids.map(familyOf)), ...ids],
    columns: Object.fromEntries(commands.map(([id, {columns}]) => [id, columns])),
  };
}
