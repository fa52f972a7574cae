import {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU} from '../../parse/signals/numbers.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {knownOrigin} from '../../snapshot/signal-origins/origin.ts';
import type {SignalReport, SignalRow} from '../../snapshot/signal-origins/signal-report.ts';
import {commandText} from '../command-line.ts';
import type {SignalsContent} from '../contract/signals.ts';
import {signalSummary} from './summary.ts';

/** Signals that a terminal sends, to its foreground process group or to a background one that uses it. */
const ofTerminal: readonly number[] = [SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU];

/** The `signals` answer as the JSON contract has it. */
export function signalsJson(report: SignalReport, asked: number | undefined): SignalsContent {
  const {process, threads, condition, terminal, rows} = report;
  return {
    process: {
      pid: process.pid,
      startTicks: process.stat.startTicks,
      comm: process.comm,
      command: commandText(process),
      threads,
    },
    asked: asked === undefined ? null : (signalName(asked) ?? null),
    condition: condition?.kind ?? null,
    terminal: terminal
      ? {
          foreground: terminal.isForeground,
          pgid: process.stat.pgid,
          foregroundPgid: terminal.foregroundPgid,
        }
      : null,
    signals: rows.map(row => ({
      ...rowJson(row),
      foreground: ofTerminal.includes(row.signal) ? (terminal?.isForeground ?? null) : null,
    })),
    summary: signalSummary(report, asked),
  };
}

function rowJson(row: SignalRow): Omit<SignalsContent['signals'][number], 'foreground'> {
  const {signal, disposition, blocked, blockedInThreads, pending, flags, handler, outcome, origin} = row;
  const known = origin && knownOrigin(origin);
  const thread = outcome.kind === 'waiter' || outcome.kind === 'handler' ? outcome.thread : undefined;
  return {
    signal: signalName(signal) ?? `${signal}`,
    number: signal,
    ...{disposition, blocked, blockedInThreads, pending, flags, handler},
    outcome: outcome.kind,
    action: outcome.kind === 'act' ? outcome.action : null,
    takerFd: outcome.kind === 'signalfd' ? outcome.fd : null,
    takerTid: thread?.tid ?? null,
    origin: known && !(origin.how === 'own' && row.wasStartedSo) ? {pid: known.pid, comm: known.comm} : null,
    originKind: origin?.how ?? null,
    originCertainty: origin?.certainty ?? null,
    startedSo: row.wasStartedSo,
    line: (origin?.line ?? []).map(({process: {pid, comm}, disposition: kept}) => ({
      ...{pid, comm},
      disposition: kept,
    })),
  };
}
