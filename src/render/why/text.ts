import {stateName} from '../../parse/process/pid-stat.ts';
import {listed} from '../../rules/listed.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Edge, Wait} from '../../snapshot/wait-chain/graph.ts';
import type {ChainNode, WaitChain} from '../../snapshot/wait-chain/wait-chain.ts';
import {type BranchSigns, branchSignsFor} from '../branch-signs.ts';
import {type Branch, branchLines, type Span} from '../branches.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {mainWait} from './main-wait.ts';
import {fdsText, NAMED, nameOf, nodeName, parentText, roles, sortedOthers} from './names.ts';
import {summaryOf} from './summary.ts';

/** Up to how many alternatives what proves each is printed; an event loop has hundreds. */
const PROVEN = 4;
const MOST_OTHERS = 6;

const plain = (text: string) => text;

/** The answer for a person: a tree of who waits for whom, and what has to happen, in a sentence. */
export function whyText(chain: WaitChain, page: Page, signs = branchSignsFor()): string[] {
  const [asked] = chain.nodes;
  if (!asked) return [];
  const tree = new Tree(chain, page, signs).of(asked);
  return [...branchLines(tree, page.width, signs), '', ...wrapped(printable(summaryOf(chain)), page.width)];
}

/** Draws each process once; where it comes again, it refers to that. */
class Tree {
  readonly #chain: WaitChain;
  readonly #page: Page;
  readonly #signs: BranchSigns;
  readonly #drawn = new Set<number>();

  constructor(chain: WaitChain, page: Page, signs: BranchSigns) {
    this.#chain = chain;
    this.#page = page;
    this.#signs = signs;
  }

  /** @param edge the way to it, which says what it is to the one that waits for it */
  of(node: ChainNode, edge?: Edge): Branch {
    const {strong, faint} = this.#page.style;
    const fds = edge && fdsText(edge);
    const name: Span[] = [
      [edge ? `${doubtOf(edge)}${roles[edge.kind]} ` : '', plain],
      [printable(nodeName(node)), strong],
      [fds ? `, ${fds}` : '', plain],
    ];
    if (this.#drawn.has(node.pid))
      return {text: [...name, [` ${this.#signs.more} see above`, faint]], notes: [], branches: []};
    this.#drawn.add(node.pid);
    const groups = [...groupBy(node.waits, waitKey).values()];
    const text = (what: string): Span[] => [...name, [printable(`: ${what}${remarksOn(node)}`), plain]];
    const [only] = groups;
    if (groups.length <= 1)
      return {text: text(doingText(mainWait(node))), notes: [], branches: this.#branches(only?.[0])};
    return {
      text: text(counted(node.waits.length, 'thread')),
      notes: [],
      branches: groups.map(waits => this.#threads(waits)),
    };
  }

  /** Threads that wait for the same; those that wait for one another only are beside the point. */
  #threads(waits: readonly Wait[]): Branch {
    const [first] = waits;
    const who = waits.length === 1 ? `thread ${first?.tid}` : counted(waits.length, 'thread');
    const mark = first?.within ? this.#page.style.faint : plain;
    const text = printable(`${who}: ${doingText(first)}`);
    return {text: [[text, mark]], notes: [], branches: this.#branches(first)};
  }

  /** Who can end a wait, each once, and what else can, if it is not told beside the wait itself. */
  #branches(wait: Wait | undefined): Branch[] {
    const edges = mergedEdges((wait?.edges ?? []).filter(({kind}) => kind !== 'stopped-by'));
    if (!wait || edges.length === 0) return [];
    const {outward, inward} = sortedOthers(wait.others);
    const shown = new Set<string>();
    return [
      ...edges.map(edge => this.#edge(edge, edges.length <= PROVEN ? newOf(edge.evidence, shown) : [])),
      ...alternative(outward, plain),
      ...alternative(inward, this.#page.style.faint),
    ];
  }

  #edge(edge: Edge, proof: readonly string[]): Branch {
    const node = this.#chain.nodes.find(({pid}) => pid === edge.to);
    const {text, notes, branches}: Branch = node
      ? this.of(node, edge)
      : {text: [[printable(`${doubtOf(edge)}${nameOf(this.#chain, edge)}`), plain]], notes: [], branches: []};
    const {faint} = this.#page.style;
    const proven = proof.length === 0 ? [] : [[printable(proof.join('; ')), faint] as const];
    return {text, notes: [...proven, ...notes], branches};
  }
}

/** "likely " before what a process is to the one that waits for it, where that is not proven. */
function doubtOf({certainty}: Edge): string {
  return certainty === 'proven' ? '' : `${certainty === 'unknown' ? 'perhaps' : certainty} `;
}

/** What is no process, on one line. */
function alternative(others: readonly string[], mark: Span[1]): Branch[] {
  if (others.length === 0) return [];
  return [{text: [[printable(`or ${listed(others, MOST_OTHERS, 'or')}`), mark]], notes: [], branches: []}];
}

/** A process to which several objects lead is one alternative, with all its descriptors, and proven by one of them. */
function mergedEdges(edges: readonly Edge[]): Edge[] {
  const groups = groupBy(edges, ({to, kind, target}) => `${kind} ${to ?? target}`);
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    if (rest.length === 0) return [first];
    const fds = [...new Set([first, ...rest].flatMap(edge => edge.fds))].sort((one, other) => one - other);
    const likewise = `${counted(rest.length, 'more object')} to ${first.to ?? 'it'} likewise`;
    return [{...first, fds, evidence: [...first.evidence, likewise]}];
  });
}

/** Those of the lines that were not shown before: holders of one object are proven by much the same. */
function newOf(lines: readonly string[], shown: Set<string>): string[] {
  const fresh = [...new Set(lines)].filter(line => !shown.has(line));
  for (const line of fresh) shown.add(line);
  return fresh;
}

/** What is to be known of a process beside what it waits for. */
function remarksOn(node: ChainNode): string {
  const orphan = parentText(node);
  const tracer = node.tracer && nodeName({process: node.tracer});
  return `${tracer ? `; traced by ${tracer}` : ''}${orphan ? `; its parent is ${orphan}` : ''}`;
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
  return edges.length === 0 && others.length > 0
    ? `${doing}, waits for ${listed(others, NAMED, 'or')}`
    : doing;
}

function waitKey({state, syscall, fd, target, edges, others, within}: Wait): string {
  if (within) return 'within';
  return JSON.stringify([state, syscall, fd, target, edges.map(({to, kind}) => [to, kind]), others]);
}
