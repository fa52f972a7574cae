import {doingText} from '../../rules/words/activity.ts';
import {edgeTargetText} from '../../rules/words/edge-target.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {saidOfWait} from '../../rules/words/wait-evidence.ts';
import {mainWait} from '../../snapshot/blocked-processes/main-wait.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import {commandText} from '../command-line.ts';
import type {WhyContent} from '../contract/why.ts';
import {summaryOf} from './summary.ts';
import {wakeUpText} from './wake-up.ts';

type NodeJson = WhyContent['nodes'][number];
type EdgeJson = WhyContent['edges'][number];

/** The `why` answer as the JSON contract has it. */
export function whyJson(chain: WaitChain): WhyContent {
  return {
    nodes: chain.nodes.map(nodeJson),
    edges: chain.nodes.flatMap(({waits}) =>
      waits.flatMap(({tid, edges}) => edges.map(edge => edgeJson(tid, edge))),
    ),
    roots: chain.roots,
    cycles: chain.cycles,
    deadlocked: [...chain.deadlocked],
    idleSeconds: chain.idleSeconds === null ? null : Number(chain.idleSeconds.toFixed(3)),
    summary: summaryOf(chain),
  };
}

function edgeJson(tid: number, {from, to, kind, target, fds, certainty, input, evidence}: Edge): EdgeJson {
  return {
    from,
    tid,
    to,
    kind,
    target: target && edgeTargetText(target),
    fds,
    certainty,
    ...(input && {input: input.kind === 'terminal' ? input : {kind: input.kind}}),
    evidence: evidence.map(one => evidenceText(saidOfWait(one))),
    facts: evidence.map(({file, field, value}) => ({file, field, value})),
  };
}

function nodeJson(node: ChainNode): NodeJson {
  const {process, adoption, tracer, waits} = node;
  const main = mainWait(node);
  return {
    pid: process.pid,
    startTicks: process.stat.startTicks,
    comm: process.comm,
    command: commandText(process),
    state: process.stat.state,
    adoption,
    tracerPid: tracer?.pid ?? null,
    blockedIn: main ? blockedIn(main) : null,
    threads: waits.map(wait => ({
      tid: wait.tid,
      state: wait.state,
      blockedIn: blockedIn(wait),
      others: wait.others.map(wakeUpText),
      alsoEndedBy: wait.others,
    })),
  };
}

function blockedIn({doing, fd, target, address}: Wait): NodeJson['blockedIn'] {
  const syscall = doing === null || doing.kind === 'running' ? null : doingText(doing);
  return syscall === null ? null : {syscall, fd, target, address};
}
