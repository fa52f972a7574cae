import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Process} from '../process.ts';
import {sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Edge} from '../wait-chain/edge.ts';
import type {ProcessNode} from '../wait-chain/follow-waits.ts';
import type {Wait} from '../wait-chain/graph.ts';
import {promptAt} from './prompt.ts';

/** What a process reads as its standard input: only then does it ask for something. */
const STANDARD_INPUT = 0;

/** Standard output and error, which a writer in a pipeline has its end as. */
const LAST_OUTPUT = 2;

/**
 * Gives these processes the kind "waits-for-input" where they wait for a person or a program to answer: by a read of
 * the terminal that they are in the foreground of, or of a standard input whose only writer is an ancestor that hasn't
 * written between two looks, as a program that starts a command and never answers it. A recording has one look.
 */
export async function withInput<Node extends ProcessNode>(
  snapshot: Snapshot,
  nodes: readonly Node[],
): Promise<Node[]> {
  const syscalls = await snapshot.syscalls();
  return Promise.all(
    nodes.map(async node => ({
      ...node,
      waits: await Promise.all(node.waits.map(wait => inputWait(snapshot, node.process, wait, syscalls))),
    })),
  );
}

async function inputWait(snapshot: Snapshot, waiter: Process, wait: Wait, syscalls: Syscalls): Promise<Wait> {
  const typed = typedInput(snapshot, waiter, wait, syscalls);
  if (typed) return typed;
  const [edge] = wait.edges;
  if (!edge || !isInputOf(snapshot, waiter, wait, edge)) return wait;
  const stoodStill = await sleptThrough(snapshot, waiter);
  if (stoodStill === false) return wait;
  const input = {kind: 'standard-input', seenTwice: stoodStill === true} as const;
  return {...wait, edges: [{...edge, kind: 'waits-for-input', certainty: 'likely', input}]};
}

/**
 * Whether a wait is a read of the standard input alone, whose only other end an ancestor keeps for it. A worker that was
 * forked without exec waits for its next task: its program asks nobody.
 */
function isInputOf(snapshot: Snapshot, waiter: Process, {fd, edges, others}: Wait, edge: Edge): boolean {
  return (
    !waiter.stat.forkedWithoutExec &&
    fd === STANDARD_INPUT &&
    edges.length === 1 &&
    others.length === 0 &&
    (edge.kind === 'reads-pipe' || edge.kind === 'connects-to') &&
    edge.fds.length > 0 &&
    edge.fds.every(own => own > LAST_OUTPUT) &&
    snapshot.ancestors(waiter).some(({pid}) => pid === edge.to)
  );
}

/** Where a wait is for input from the terminal that the process is in the foreground of. */
function typedInput(snapshot: Snapshot, waiter: Process, wait: Wait, syscalls: Syscalls): Wait | undefined {
  const isOfTerminal = ({kind}: Edge) => kind === 'reads-terminal';
  const unseen = wait.others.flatMap(other => (other.kind === 'terminal-input' ? other.path : []));
  const [path = unseen[0]] = wait.edges
    .filter(isOfTerminal)
    .flatMap(({target}) => (target?.kind === 'link' ? target.link : []));
  const prompt = path === undefined ? undefined : promptAt(snapshot, waiter, path, syscalls);
  if (path === undefined || !prompt) return undefined;
  const input = {kind: 'terminal', path, prompt: prompt.prompt} as const;
  const ends = wait.edges.filter(isOfTerminal);
  const toUnknown: Edge = {
    from: waiter.pid,
    to: null,
    kind: 'waits-for-input',
    target: {kind: 'link', link: path},
    fds: [],
    certainty: 'proven',
    evidence: [],
    acts: ['writes'],
  };
  const asked = (ends.length === 0 ? [toUnknown] : ends).map(
    (edge): Edge => ({
      ...edge,
      kind: 'waits-for-input',
      evidence: [...edge.evidence, ...prompt.evidence],
      input,
    }),
  );
  return {
    ...wait,
    edges: [...asked, ...wait.edges.filter(edge => !isOfTerminal(edge))],
    others: wait.others.filter(({kind}) => kind !== 'terminal-input'),
  };
}
