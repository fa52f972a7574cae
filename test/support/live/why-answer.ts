import assert from 'node:assert/strict';
import {type WhyContent, whyAnswer} from '../../../src/render/contract/why.ts';
import {procdocJson, runProcdoc} from '../procdoc.ts';
import {type Subject, until} from '../subject.ts';

export type WhyAnswer = WhyContent & {readonly complete: boolean};
export type WhyEdge = WhyContent['edges'][number];

/** What `why PID --json` says; fails where that is not the contract. */
export async function whyOf(pid: number): Promise<WhyAnswer> {
  const {status, json} = await procdocJson<WhyAnswer>('why', `${pid}`);
  assert.equal(status, 0);
  return held(json);
}

/** Fails, with the first key that differs, where an answer is not the contract. */
export function held(json: WhyAnswer): WhyAnswer {
  const parsed = whyAnswer.safeParse(json);
  assert.ok(parsed.success, JSON.stringify(parsed.error?.issues, null, 1));
  return json;
}

/** What `why PID` says, in lines. */
export async function whyLines(pid: number): Promise<string[]> {
  const {status, stdout} = await runProcdoc('why', `${pid}`);
  assert.equal(status, 0);
  return stdout.trimEnd().split('\n');
}

/** The closing sentence of `why PID`, on one line. */
export async function closingSentence(pid: number): Promise<string> {
  const lines = await whyLines(pid);
  return lines.slice(lines.lastIndexOf('') + 1).join(' ');
}

export function edgesFrom({edges}: WhyAnswer, pid: number): WhyEdge[] {
  return edges.filter(({from}) => from === pid);
}

export function nodeOf({nodes}: WhyAnswer, pid: number): WhyAnswer['nodes'][number] {
  const node = nodes.find(candidate => candidate.pid === pid);
  assert.ok(node, `no node ${pid}`);
  return node;
}

/** What else than a process can end the wait of the main thread. */
export function othersOf(answer: WhyAnswer, pid: number): readonly string[] {
  return nodeOf(answer, pid).threads.find(({tid}) => tid === pid)?.others ?? [];
}

/** Holds `why` of the subject's waiter to one edge, to its ender and not to its bystander; returns it. */
export async function assertWaitsForEnder(
  subject: Subject,
  kind: WhyEdge['kind'],
): Promise<{answer: WhyAnswer; edge: WhyEdge}> {
  const waiter = subject.number('waiter');
  const ender = subject.number('ender');
  const answer = await whyOf(waiter);
  const edges = edgesFrom(answer, waiter);
  assert.deepEqual(
    edges.map(({to, fds}) => ({to, fds})),
    [{to: ender, fds: subject.number('enderFd') === -1 ? [] : [subject.number('enderFd')]}],
  );
  const [edge] = edges;
  assert.ok(edge);
  assert.equal(edge.kind, kind);
  assert.equal(edge.certainty, 'proven');
  assert.notDeepEqual(edge.evidence, []);
  return {answer, edge};
}

/** Polls `why PID` until it says so. */
export function untilWhy(
  pid: number,
  what: string,
  isSo: (answer: WhyAnswer) => boolean,
): Promise<WhyAnswer> {
  return until(what, async () => {
    const answer = await whyOf(pid);
    return isSo(answer) && answer;
  });
}
