import assert from 'node:assert/strict';
import {type WhyContent, whyAnswer} from '../../../src/render/contract/why.ts';
import {askProcdoc} from '../asked.ts';
import {procdocJson} from '../procdoc.ts';
import {type Subject, until} from '../subject.ts';

export type WhyAnswer = WhyContent & {readonly complete: boolean};
export type WhyEdge = WhyContent['edges'][number];

/** What `why PID --json` says; fails where it breaks the contract. */
export async function whyOf(pid: number): Promise<WhyAnswer> {
  const {status, json} = await procdocJson<WhyAnswer>('why', `${pid}`);
  assert.equal(status, 0);
  return held(json);
}

/** Fails, with the first key that differs, where an answer breaks the contract. */
export function held(json: WhyAnswer): WhyAnswer {
  const parsed = whyAnswer.safeParse(json);
  assert.ok(parsed.success, JSON.stringify(parsed.error?.issues, null, 1));
  return json;
}

/** What `why PID` says, in lines. */
export async function whyLines(pid: number): Promise<string[]> {
  const {status, stdout} = await askProcdoc('why', `${pid}`);
  assert.equal(status, 0);
  return stdout.trimEnd().split('\n');
}

/** The answer of `why PID` in its first lines, on one line. */
export async function summaryLine(pid: number): Promise<string> {
  const lines = await whyLines(pid);
  return lines.slice(0, lines.indexOf('')).join(' ');
}

export function edgesFrom({edges}: WhyAnswer, pid: number): WhyEdge[] {
  return edges.filter(({from}) => from === pid);
}

/** What shows an edge: file, field and value, with N for every number. */
export function factsOf({facts}: WhyEdge): (string | null)[][] {
  const plain = (text: string) => text.replace(/\d+/g, 'N');
  return facts.map(({file, field, value}) => [
    plain(file),
    field === null ? null : plain(field),
    plain(value),
  ]);
}

export function nodeOf({nodes}: WhyAnswer, pid: number): WhyAnswer['nodes'][number] {
  const node = nodes.find(candidate => candidate.pid === pid);
  assert.ok(node, `no node ${pid}`);
  return node;
}

type WakeUps = WhyContent['nodes'][number]['threads'][number]['alsoEndedBy'];

/** What can end the wait of the main thread, apart from the processes of the edges. */
export function wakeUpsOf(answer: WhyAnswer, pid: number): WakeUps {
  const thread = nodeOf(answer, pid).threads.find(({tid}) => tid === pid);
  assert.equal(thread?.others.length, thread?.alsoEndedBy.length);
  return thread?.alsoEndedBy ?? [];
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
  assert.notDeepEqual(edge.facts, []);
  assert.equal(edge.facts.length, edge.evidence.length);
  return {answer, edge};
}

/** Polls `why PID` until its answer is as wanted. */
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
