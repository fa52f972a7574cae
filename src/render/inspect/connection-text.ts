import {named} from '../../rules/words/named.ts';
import type {Card} from '../../snapshot/cards/card.ts';
import {counted} from '../page.ts';

/** Descriptors that a line names. */
const NAMED = 5;

/** The TCP connections of a process, a phrase for each state that says something; tcp(7) names the states. */
export function connectionPhrases({process, connections}: Card): string[] {
  if (!connections) return [];
  const {byState, unaccepted} = connections;
  const states = byState.map(({state, fds}) => {
    const shown = fds.slice(0, NAMED).join(', ');
    const more = fds.length > NAMED ? ` and ${fds.length - NAMED} more` : '';
    const numbers = `${fds.length === 1 ? 'fd' : 'fds'} ${shown}${more}`;
    return `${counted(fds.length, 'connection')} in ${state}${meaningOf(state, named(process))} (${numbers})`;
  });
  const waiting = `${counted(unaccepted, 'connection')} that ${unaccepted === 1 ? "isn't" : "aren't"} accepted yet`;
  return [...states, ...(unaccepted === 0 ? [] : [waiting])];
}

function meaningOf(state: string, who: string): string {
  switch (state) {
    case 'CLOSE_WAIT':
      return `: the peer has closed, ${who} hasn't`;
    case 'SYN_SENT':
      return ': the peer has not answered';
    case 'FIN_WAIT2':
      return `: ${who} has closed, the peer hasn't`;
    default:
      return '';
  }
}
