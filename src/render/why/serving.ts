import {listed} from '../../rules/words/listed.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import type {WakeUp} from '../../snapshot/wait-chain/wake-up.ts';
import {enderNames, otherwise} from './enders-text.ts';
import {nodeName} from './names.ts';
import {inwardText, sortedOthers} from './other-wake-ups.ts';
import {wakeUpText} from './wake-up.ts';

/** How many addresses a sentence names. */
const ADDRESSES = 6;

/** What a server waits for: whoever connects. The clients that it has, and its workers, may well be idle, and come after that. */
export function servingSentences(chain: WaitChain, asked: ChainNode, {edges, others}: Wait): string[] {
  const isConnection = ({kind}: WakeUp) => kind === 'connection';
  const {outward, inward} = sortedOthers(others.filter(one => !isConnection(one)));
  const processes = enderNames(
    chain,
    edges.filter(({to}) => to !== asked.pid),
  );
  return [
    `${nodeName(asked)} waits for ${listed(others.filter(isConnection).map(wakeUpText), ADDRESSES, 'or')}`,
    ...otherwise([...outward.map(wakeUpText), ...inwardText(inward)], processes),
  ];
}
