import {shellWord} from '../../parse/shell-word.ts';
import type {Vantage} from '../../snapshot/vantage.ts';

/** What knows from where its machine is looked at: a process, a snapshot. */
export interface Seen {
  readonly vantage: Vantage;
}

/** A command line of procdoc that answers from the same source: "procdoc why 4711 --from host.procdoc". */
export function procdocCommand({vantage}: Seen, ...words: readonly (string | number)[]): string {
  return ['procdoc', ...words, ...vantage.flags].map(word => shellWord(`${word}`)).join(' ');
}

/** A command line of procdoc that looks again, in backquotes: a recording never changes, but its machine may still run. */
export function lookAgainCommand(seen: Seen, ...words: readonly (string | number)[]): string {
  const {pids} = seen.vantage;
  return pids === 'recorded'
    ? shellCommand(seen, ['procdoc', ...words].join(' '))
    : `\`${procdocCommand(seen, ...words)}\``;
}

/**
 * A command for a shell that has the pids, or the files, of the machine that is looked at: "`kill -TERM 4711`", with
 * the place where it works if that isn't here.
 */
export function shellCommand({vantage}: Seen, command: string): string {
  return `${placeOf(vantage)}\`${command}\``;
}

function placeOf({pids, mount}: Vantage): string {
  switch (pids) {
    case 'ours':
      return '';
    case 'foreign':
      return `in the pid namespace of ${mount}, `;
    case 'recorded':
      return 'on the recorded machine, ';
  }
}

/** A command that prints the answers inside of a page of `procdoc report`, which are on the line below that of their element. */
export const UNPACKED_ANSWERS = `sed -n '/id="answers"/{n;p;}' report.html | base64 -d | gunzip`;
