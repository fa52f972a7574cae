import {grouped, listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {groupBy} from '../../snapshot/group-by.ts';

/** How many holders a sentence names. */
const NAMED = 6;

/** How many holders are named right below the list of all of them. */
const NAMED_AGAIN = 3;

/** What lets go of an open file: "sleep (32197) closes fd 9 or exits", "cat (1) and tee (2) close fd 3 or exit". */
export function closing(holders: readonly OpenFile[]): string {
  const closers = closersAmong(holders);
  const names = listed(
    closers.map(({name}) => name),
    NAMED,
  );
  const [first] = closers;
  if (closers.length === 1) return `${names} closes ${first?.fds} or exits`;
  if (haveCommonFds(closers)) return `${names} close ${first?.fds} or exit`;
  const each = closers.map(({name, fds}) => `${name} closes ${fds}`);
  return `${listed(each, NAMED)}, or they exit`;
}

/** What lets go of an open file whose holders were listed right before: many are not named again. */
export function closingOfListed(holders: readonly OpenFile[]): string {
  const closers = closersAmong(holders);
  if (closers.length <= NAMED_AGAIN) return closing(holders);
  const fds = haveCommonFds(closers) ? closers[0]?.fds : 'their descriptors';
  return `all ${grouped(closers.length)} holders close ${fds} or exit`;
}

interface Closer {
  readonly name: string;
  /** "fd 3", "fd 3 and fd 4". */
  readonly fds: string;
}

function closersAmong(holders: readonly OpenFile[]): Closer[] {
  return [...groupBy(holders, ({process}) => process)].map(([process, own]) => {
    const fds = own.map(({descriptor: {fd}}) => `fd ${fd}`);
    return {name: named(process), fds: listed(fds, fds.length)};
  });
}

function haveCommonFds(closers: readonly Closer[]): boolean {
  return new Set(closers.map(({fds}) => fds)).size === 1;
}
