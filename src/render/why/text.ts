import {stateName} from '../../parse/pid-stat.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Edge, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {type Branch, branchLines} from '../branches.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {mainWait} from './main-wait.ts';
import {fdsText, listed, nameOf, nodeName, parentText, roles} from './names.ts';
import {summaryOf} from './summary.ts';

/** Up to how many alternatives what proves each is printed; an event loop has hundreds. */
const PROVEN = 4;

/** The answer for a person: a tree of who waits for whom, and what has to happen, in a sentence. */
export function whyText(chain: WaitChain, page: Page): string[] {
  const [asked] = chain.nodes;
  if (!asked) return [];
  const tree = new Tree(chain, page).of(asked);
  return [...branchLines(tree), '', ...wrapped(printable(summaryOf(chain)), page.width)];
}

/** Draws each process once; where it comes again, it refers to that. */
class Tree {
  readonly #chain: WaitChain;
  readonly #page: Page;
  readonly #drawn = new Set<number>();

  constructor(chain: WaitChain, page: Page) {
    this.#chain = chain;
    this.#page = page;
  }

  /** @param edge the way to it, which says what it is to the one that waits for it */
  of(node: ChainNode, edge?: Edge): Branch {
    const {strong, faint} = this.#page.style;
    const fds = edge && fdsText(edge);
    const name = `${edge ? `${roles[edge.kind]} ` : ''}${strong(printable(nodeName(node)))}${fds ? `, ${fds}` : ''}`;
    if (this.#drawn.has(node.pid)) return {text: `${name} ${faint('… see above')}`, notes: [], branches: []};
    this.#drawn.add(node.pid);
    const groups = [...groupBy(node.waits, waitKey).values()];
    const orphan = parentText(node);
    const text = (what: string) => `${name}: ${printable(what)}${orphan ? `; its parent is ${orphan}` : ''}`;
    const [only] = groups;
    if (groups.length <= 1)
      return {text: text(doingText(mainWait(node))), notes: [], branches: this.#branches(only?.[0])};
    return {
      text: text(counted(node.waits.length, 'thread')),
      notes: [],
      branches: groups.map(waits => this.#threads(waits)),
    };
  }

  /** Threads that wait for the same. */
  #threads(waits: readonly Wait[]): Branch {
    const [first] = waits;
    const who = waits.length === 1 ? `thread ${first?.tid}` : counted(waits.length, 'thread');
    return {text: `${who}: ${printable(doingText(first))}`, notes: [], branches: this.#branches(first)};
  }

  /** Who can end a wait, and what else can, if it is not told beside the wait itself. */
  #branches(wait: Wait | undefined): Branch[] {
    if (!wait) return [];
    const edges = wait.edges.filter(({kind}) => kind !== 'stopped-by');
    const others = edges.length === 0 ? [] : wait.others;
    return [
      ...edges.map(edge => this.#edge(edge, edges.length <= PROVEN)),
      ...others.map(other => ({text: `or ${printable(other)}`, notes: [], branches: []})),
    ];
  }

  #edge(edge: Edge, isProofShown: boolean): Branch {
    const node = this.#chain.nodes.find(({pid}) => pid === edge.to);
    const branch = node
      ? this.of(node, edge)
      : {text: printable(nameOf(this.#chain, edge)), notes: [], branches: []};
    const doubt = edge.certainty === 'proven' ? '' : ` (${edge.certainty})`;
    const notes = isProofShown ? edge.evidence.map(line => this.#page.style.faint(printable(line))) : [];
    return {...branch, text: `${branch.text}${doubt}`, notes: [...notes, ...branch.notes]};
  }
}

/** "sleeping in read, fd 0 (pipe:[4242])", and what it waits for where that is no process. */
function doingText(wait: Wait | undefined): string {
  if (wait === undefined) return `${stateName('Z')}, waits to be reaped`;
  const {state, syscall, fd, target, edges, others} = wait;
  if (syscall === 'running') return 'running';
  const object = fd === null ? '' : `, fd ${fd}${target === null ? '' : ` (${target})`}`;
  const doing = `${stateName(state)}${syscall === null ? '' : ` in ${syscall}${object}`}`;
  if (edges.length > 1 && edges.every(({kind}) => kind === 'waits-for-lock'))
    return `${doing}, until these let go of it`;
  if (edges.length > 1 || (edges.length > 0 && others.length > 0)) return `${doing}, until any of these acts`;
  return edges.length === 0 && others.length > 0 ? `${doing}, waits for ${listed(others, 'or')}` : doing;
}

function waitKey({state, syscall, fd, target, edges, others}: Wait): string {
  return JSON.stringify([state, syscall, fd, target, edges.map(({to, kind}) => [to, kind]), others]);
}
