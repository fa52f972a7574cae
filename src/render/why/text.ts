import {doingText, stateName} from '../../rules/words/activity.ts';
import {listed} from '../../rules/words/listed.ts';
import {mainWait} from '../../snapshot/blocked-processes/main-wait.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import type {WakeUp} from '../../snapshot/wait-chain/wake-up.ts';
import {type BranchSigns, branchSignsFor} from '../branch-signs.ts';
import {type Branch, branchLines, type Span} from '../branches.ts';
import type {Introduce} from '../introductions/introductions.ts';
import {orderLines} from '../labelled.ts';
import {counted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {fdsText, NAMED, nameOf, nodeName, orphanText, roles} from './names.ts';
import {sortedOthers} from './other-wake-ups.ts';
import {mergedEdges, newOf} from './proven-edge.ts';
import {summarySentences} from './summary.ts';
import {wakeUpText} from './wake-up.ts';

/** The evidence of alternatives is printed if there are no more than these; an event loop has hundreds. */
const PROVEN = 4;
const MOST_OTHERS = 6;

const plain = (text: string) => text;

/** The answer for a person: what has to happen, in a few sentences, and a tree of who waits for whom. */
export function whyText(
  chain: WaitChain,
  page: Page,
  introduce: Introduce,
  signs = branchSignsFor(),
): string[] {
  const [asked] = chain.nodes;
  if (!asked) return [];
  const tree = new Tree(chain, page, introduce, signs).of(asked);
  const [answer = '', ...more] = summarySentences(chain);
  return [
    ...orderLines(answer, page, '', page.style.strong),
    ...(more.length === 0 ? [] : orderLines(more.join(' '), page)),
    '',
    ...branchLines(tree, page.width, signs),
  ];
}

/** Draws each process once, and refers to it where it comes again. */
class Tree {
  readonly #chain: WaitChain;
  readonly #page: Page;
  readonly #introduce: Introduce;
  readonly #signs: BranchSigns;
  readonly #drawn = new Set<number>();

  constructor(chain: WaitChain, page: Page, introduce: Introduce, signs: BranchSigns) {
    this.#chain = chain;
    this.#page = page;
    this.#introduce = introduce;
    this.#signs = signs;
  }

  /** @param edge the way to the process, which says what it is to the waiter */
  of(node: ChainNode, edge?: Edge): Branch {
    const {strong, faint} = this.#page.style;
    const fds = edge && fdsText(edge);
    const name: Span[] = [
      [edge ? `${roles[edge.kind]} ` : '', plain],
      [printable(nodeName(node)), strong],
      [`${fds ? ` ${fds}` : ''}${edge ? doubtOf(edge) : ''}`, plain],
    ];
    if (this.#drawn.has(node.pid))
      return {text: [...name, [` ${this.#signs.more} see above`, faint]], notes: [], branches: []};
    this.#drawn.add(node.pid);
    const groups = [...groupBy(node.waits, waitKey).values()];
    const text = (what: string): Span[] => [...name, [printable(`: ${what}${remarksOn(node)}`), plain]];
    const [only] = groups;
    if (groups.length <= 1)
      return {
        text: text(waitText(mainWait(node), node.isZombie)),
        notes: this.#introduction(node),
        branches: this.#branches(only?.[0]),
      };
    return {
      text: text(counted(node.waits.length, 'thread')),
      notes: this.#introduction(node),
      branches: groups.map(waits => this.#threads(waits)),
    };
  }

  #introduction({process}: ChainNode): Span[] {
    const text = this.#introduce(process);
    return text === undefined ? [] : [[printable(text), this.#page.style.faint]];
  }

  /** Threads that wait for the same thing. Threads that wait only for each other are not what matters. */
  #threads(waits: readonly Wait[]): Branch {
    const [first] = waits;
    const who = waits.length === 1 ? `thread ${first?.tid}` : counted(waits.length, 'thread');
    const mark = first?.isInternal ? this.#page.style.faint : plain;
    const text = printable(`${who}: ${waitText(first)}`);
    return {text: [[text, mark]], notes: [], branches: this.#branches(first)};
  }

  /** Each process that can end a wait, and what else can, if the line of the wait does not say it. */
  #branches(wait: Wait | undefined): Branch[] {
    const edges = mergedEdges(
      (wait?.edges ?? []).filter(({kind}) => kind !== 'stopped-by' && kind !== 'frozen-by'),
    );
    if (!wait || edges.length === 0) return [];
    const {outward, inward} = sortedOthers(wait.others);
    const shown = new Set<string>();
    return [
      ...edges.map(edge =>
        this.#edge(edge, this.#page.evidence && edges.length <= PROVEN ? newOf(edge.proof, shown) : []),
      ),
      ...alternative(outward, plain),
      ...alternative(inward, this.#page.style.faint),
    ];
  }

  #edge(edge: Edge, proof: readonly string[]): Branch {
    const node = this.#chain.nodes.find(({pid}) => pid === edge.to);
    const {text, notes, branches}: Branch = node
      ? this.of(node, edge)
      : {text: [[printable(`${nameOf(this.#chain, edge)}${doubtOf(edge)}`), plain]], notes: [], branches: []};
    const {faint} = this.#page.style;
    const proven = proof.length === 0 ? [] : [[printable(proof.join('; ')), faint] as const];
    return {text, notes: [...proven, ...notes], branches};
  }
}

/** " (likely)" after the name of a process that is not proven to be the one that is waited for. */
function doubtOf({certainty}: Edge): string {
  return certainty === 'proven' ? '' : ` (${certainty})`;
}

/** Alternatives without a process, on one line. */
function alternative(others: readonly WakeUp[], mark: Span[1]): Branch[] {
  if (others.length === 0) return [];
  return [
    {
      text: [[printable(`or ${listed(others.map(wakeUpText), MOST_OTHERS, 'or')}`), mark]],
      notes: [],
      branches: [],
    },
  ];
}

/** What there is to know of a process apart from its wait. */
function remarksOn(node: ChainNode): string {
  const orphan = orphanText(node);
  const tracer = node.tracer && nodeName({process: node.tracer});
  return `${tracer ? `; traced by ${tracer}` : ''}${orphan ? `; ${orphan}` : ''}`;
}

/** "sleeping in read, fd 0 (pipe:[4242])", and what it waits for if no process was found. */
function waitText(wait: Wait | undefined, isZombie = false): string {
  if (wait === undefined) return isZombie ? `${stateName('Z')}, not yet reaped` : "its threads can't be read";
  const {state, doing: place, fd, address, edges, others} = wait;
  if (place?.kind === 'running') return 'running';
  const syscall = place && doingText(place);
  const object = fd === null ? '' : `, fd ${fd}${address === null ? '' : ` (${address})`}`;
  const doing = `${heldName(wait) ?? stateName(state)}${syscall === null ? '' : ` in ${syscall}${object}`}`;
  if (edges.length > 1 && edges.every(({kind}) => kind === 'waits-for-lock'))
    return `${doing}, until all of these release it`;
  if (edges.length > 1 || (edges.length > 0 && others.length > 0)) return `${doing}, until any of these acts`;
  return edges.length === 0 && others.length > 0
    ? `${doing}, waits for ${listed(others.map(wakeUpText), NAMED, 'or')}`
    : doing;
}

/** What keeps a thread from running its program, which its state letter does not tell. */
function heldName({edges, others}: Wait): string | undefined {
  if (edges[0]?.kind === 'frozen-by') return 'frozen';
  return others[0]?.kind === 'exit' ? 'exiting' : undefined;
}

function waitKey({state, doing, fd, target, edges, others, isInternal}: Wait): string {
  if (isInternal) return 'internal';
  return JSON.stringify([state, doing, fd, target, edges.map(({to, kind}) => [to, kind]), others]);
}
