import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {OutputHolder} from '../../snapshot/caller/caller-outputs.ts';
import type {OrphanSign} from '../../snapshot/families/orphan-signs.ts';
import {commandText} from '../command-line.ts';

/** The command that a holder is of, as far as that is known: "bash (4711): bash -c …", or which process has exited. */
export function starterText({startedBy, orphanhood}: OutputHolder): string {
  if (startedBy) return `by ${named(startedBy)}: ${commandText(startedBy)}`;
  const signs = (orphanhood?.signs ?? []).flatMap(sign => signText(sign) ?? []);
  return signs.length === 0
    ? 'by a process that has exited, or by init (unknown)'
    : `by a command that has exited: ${listed(signs, signs.length)}`;
}

function signText(sign: OrphanSign): string | undefined {
  switch (sign.kind) {
    case 'session-outside-namespace':
      return 'in a session from outside of this pid namespace';
    case 'session-leader-gone':
      return `in the session of ${sign.id}, which has exited`;
    case 'group-leader-gone':
      return `in the process group of ${sign.id}, which has exited`;
    case 'session-of-another':
      return `in the session of ${named(sign.leader)}: ${commandText(sign.leader)}`;
    case 'group-of-another':
      return `in the process group of ${named(sign.leader)}: ${commandText(sign.leader)}`;
    case 'in-unit':
      return undefined;
  }
}
