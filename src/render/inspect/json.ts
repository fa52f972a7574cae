import {orUndefined} from '../../kernel/read.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {freshnessText} from '../../rules/words/freshness.ts';
import {containerName} from '../../rules/words/named.ts';
import type {Card} from '../../snapshot/cards/card.ts';
import {pseudoterminalOf} from '../../snapshot/device.ts';
import type {Orphanhood} from '../../snapshot/families/orphanhood.ts';
import type {Process} from '../../snapshot/process.ts';
import {readSigchld} from '../../snapshot/signals/sigchld.ts';
import type {Starter} from '../../snapshot/starters/starter.ts';
import {commandText} from '../command-line.ts';
import type {InspectContent} from '../contract/inspect.ts';
import {diagnoseJson} from '../diagnose/json.ts';
import {isoInstant} from '../instant.ts';
import {holdingsJson} from '../orphans/holdings-json.ts';
import {evidenceFacts} from '../verdict-json.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {headOf} from '../why/summary.ts';
import {headline} from './headline.ts';
import type {JudgedCard} from './judged-card.ts';

type CardJson = InspectContent['cards'][number];

/** The `inspect` answer as the JSON contract has it. */
export function inspectJson(cards: readonly JudgedCard[], below: readonly Process[]): InspectContent {
  return {cards: cards.map(cardJson), below: below.map(nameJson)};
}

function cardJson(judged: JudgedCard): CardJson {
  const {card, diagnosis} = judged;
  const {process, chain, holds, connections, ancestors, orphanhoods, starters, children} = card;
  const [first, ...others] = starters;
  const zombies = children.filter(child => child.isZombie());
  const {findings, skipped} = diagnoseJson(diagnosis);
  return {
    summary: headline(judged),
    process: processJson(card),
    script: scriptJson(card),
    startedBy: first ? starterJson(first) : null,
    within: others.map(starterJson),
    ancestors: ancestors.map(one => ({...nameJson(one), orphan: orphanJson(orphanhoods.get(one))})),
    waitsFor: {
      summary: headOf(chain),
      roots: chain.roots,
      deadlocked: chain.deadlocked.has(process.pid),
      idleSeconds: chain.idleSeconds === null ? null : Number(chain.idleSeconds.toFixed(3)),
    },
    holds: holds ? holdingsJson(holds) : null,
    connections: connections ? {byState: [...connections.byState], unaccepted: connections.unaccepted} : null,
    deletedFiles: card.deleted.map(({path, bytes, holders}) => ({
      path,
      bytes,
      fds: holders.filter(one => one.process === process).map(({descriptor}) => descriptor.fd),
    })),
    sigchld: card.sigchld ? (orUndefined(readSigchld(process)) ?? null) : null,
    children: {
      count: children.length,
      zombies: zombies.map(nameJson),
      living: children.filter(child => !zombies.includes(child)).map(nameJson),
    },
    findings,
    skipped,
  };
}

function processJson({process, program, programIsGone, waitStatus, orphanhoods}: Card): CardJson['process'] {
  const {stat} = process;
  const terminal = pseudoterminalOf(stat.terminal);
  return {
    ...nameJson(process),
    startTicks: stat.startTicks,
    ppid: stat.ppid,
    command: commandText(process),
    user: process.user(),
    startedAt: isoInstant(process.start()?.atMs),
    state: stat.state,
    terminal: terminal === undefined ? null : `/dev/pts/${terminal}`,
    program,
    programIsGone,
    orphan: orphanJson(orphanhoods.get(process)),
    waitStatus: waitStatus === null ? null : waitStatusJson(decodeWaitStatus(waitStatus)),
  };
}

function scriptJson({script: found}: Card): CardJson['script'] {
  if (!found) return null;
  const {script, freshness, reason, staleFiles} = found;
  const {interpreter, module} = script.line;
  const because = reason ? freshnessText(reason) : null;
  return {interpreter, path: script.path(), module, freshness, because, staleFiles};
}

function starterJson(starter: Starter): NonNullable<CardJson['startedBy']> {
  const {kind, evidence} = starter;
  return {
    kind: kind === 'keeper' ? 'supervisor' : kind,
    name: starterName(starter),
    process: 'process' in starter && starter.process ? nameJson(starter.process) : null,
    ...(kind === 'keeper' && {pidFile: starter.pidFile, below: starter.below && nameJson(starter.below)}),
    ...(kind === 'systemd' && {file: starter.file}),
    ...(kind === 'ssh' && {from: starter.from}),
    ...(kind === 'container' && {container: starter.container}),
    evidence: evidence.map(evidenceText),
    facts: evidenceFacts(evidence),
  };
}

function starterName(starter: Starter): string | null {
  switch (starter.kind) {
    case 'systemd':
      return starter.unit;
    case 'container':
      return containerName(starter.container);
    case 'cron':
      return starter.job?.join(' ') ?? null;
    case 'ssh':
      return starter.user;
    case 'supervisor':
    case 'keeper':
    case 'multiplexer':
      return starter.program.service;
    default:
      return null;
  }
}

function orphanJson(orphanhood: Orphanhood | undefined): CardJson['process']['orphan'] {
  return orphanhood ? {certainty: orphanhood.certainty} : null;
}

function nameJson({pid, comm}: Process) {
  return {pid, comm};
}
