import type {Command} from '@oclif/core/command';
import type {Completable} from '../../render/completion/completable.ts';
import {allRules} from '../../rules/diagnosis/catalogue.ts';
import {familyOf} from '../../rules/rule.ts';
import {columnsOf} from '../listing-flags.ts';

/** What can be completed: the manifest has the commands, their classes the columns of their tables. */
export async function completable(commands: readonly Command.Loadable[]): Promise<Completable> {
  const ids = allRules().map(({id}) => id);
  const columns = commands.map(async command => {
    const {flags} = await command.load();
    return [command.id, columnsOf(flags) ?? []] as const;
  });
  return {
    commands: Object.fromEntries(commands.map(command => [command.id, command])),
    rules: [...new Set(ids.map(familyOf)), ...ids],
    columns: Object.fromEntries(await Promise.all(columns)),
  };
}
