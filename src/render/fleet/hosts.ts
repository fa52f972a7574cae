import type {Host} from '../../rules/fleet/host.ts';
import {listed} from '../../rules/words/listed.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {gapText} from '../unreadable.ts';

/** More names than this are no help. */
const MOST_NAMES = 8;

export function countedHosts(count: number): string {
  return counted(count, 'host');
}

/** "web1, web4 and db2" */
export function hostNames(hosts: readonly Pick<Host, 'name'>[]): string {
  return listed(
    hosts.map(({name}) => name),
    MOST_NAMES,
  );
}

/** A line for each reason why rules or checks could not look everywhere, with the hosts where that was so. */
export function unseenOnHosts(
  hosts: readonly {
    readonly host: Host;
    readonly unseen: readonly {readonly rule: string; readonly gap: Unreadable}[];
  }[],
  noun: 'rule' | 'check',
  page: Page,
): string[] {
  const all = hosts.flatMap(({host, unseen}) =>
    unseen.map(({rule, gap: {what, errno}}) => ({host, rule, what, errno})),
  );
  return [...groupBy(all, ({what, errno}) => `${what} ${errno}`).values()].flatMap(alike => {
    const [first] = alike;
    if (!first) return [];
    const rules = new Set(alike.map(({rule}) => rule));
    const where = new Set(alike.map(({host}) => host));
    const names = rules.size === 1 ? first.rule : counted(rules.size, noun);
    const reason = gapText({what: first.what, errno: first.errno, pids: []});
    const text = `${names} not checked everywhere on ${countedHosts(where.size)}: ${reason}`;
    return wrapped(printable(text), page.width, '', '  ').map(page.style.faint);
  });
}
