import {defaultFoundColumns, foundColumns} from '../../render/fleet/columns.ts';
import {fleetJson} from '../../render/fleet/diagnose-json.ts';
import {fleetText} from '../../render/fleet/diagnose-text.ts';
import {diagnose} from '../../rules/diagnosis/diagnosis.ts';
import type {Selection} from '../../rules/diagnosis/selection.ts';
import {foundOnHosts} from '../../rules/fleet/by-rule.ts';
import {Scope} from '../../rules/scope.ts';
import {zombiesToSettle} from '../../snapshot/zombies/settled-zombies.ts';
import {type ListingFlagValues, tableOf} from '../listing-flags.ts';
import type {Answer} from '../procdoc-command.ts';
import {askHosts} from './ask-hosts.ts';

/** What is wrong on several hosts, each asked by its recording. */
export async function diagnoseHosts(
  files: readonly string[],
  flags: ListingFlagValues & {readonly quiet: boolean; readonly settle: number; readonly full: boolean},
  selection: Selection,
): Promise<Answer> {
  const table = tableOf(flags, foundColumns, defaultFoundColumns);
  const hosts = await askHosts(files, flags.quiet, async snapshot => {
    const before = await zombiesToSettle(snapshot.again(), flags.settle);
    return diagnose(new Scope(snapshot, undefined, before), selection);
  });
  const found = foundOnHosts(hosts.answers);
  return {
    json: () => fleetJson(hosts.answers, hosts.broken),
    lines: page => table?.(found, page) ?? fleetText(hosts.answers, hosts.broken.length, page, flags.full),
    problems: hosts.broken.map(({problem}) => problem),
    exitStatus: found.length > 0 ? 1 : hosts.broken.length > 0 ? 3 : 0,
  };
}
