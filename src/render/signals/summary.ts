import {SIGCHLD, SIGINT, SIGQUIT, SIGTSTP} from '../../parse/signals/numbers.ts';
import {defaultAction} from '../../parse/signals/signal-actions.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {procdocCommand} from '../../rules/commands/printed-commands.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {SignalReport, SignalRow} from '../../snapshot/signal-origins/signal-report.ts';
import {conditionText} from './condition.ts';
import {originText} from './origin.ts';

/** What is typed at a terminal for a signal. */
const keys: Readonly<Record<number, string>> = {
  [SIGINT]: 'Ctrl-C',
  [SIGQUIT]: 'Ctrl-\\',
  [SIGTSTP]: 'Ctrl-Z',
};

/** Of many signals, these are named. */
const MOST_NAMES = 8;

/**
 * The answer in a sentence or two: what becomes of the signal that was asked about, or which signals do nothing.
 * @param asked the number of the signal; undefined: all
 */
export function signalSummary(report: SignalReport, asked: number | undefined): string {
  const {process} = report;
  if (process.isZombie())
    return `${named(process)} is a zombie: it has exited, and no signal does anything to it.`;
  const row = report.rows.find(({signal}) => signal === asked);
  const sentences = row ? [outcomeText(report, row), row.pending ? 'One is pending.' : ''] : overview(report);
  const condition = conditionText(report, asked);
  const typed = typedText(report, row);
  return [condition, ...sentences, typed].filter(Boolean).join(' ');
}

/** "Ctrl-C (SIGINT)", "SIGTERM". */
function typedName(signal: number): string {
  const name = nameOf(signal);
  const key = keys[signal];
  return key === undefined ? name : `${key} (${name})`;
}

function nameOf(signal: number): string {
  return signalName(signal) ?? `signal ${signal}`;
}

function outcomeText({process, threads}: SignalReport, row: SignalRow): string {
  const who = named(process);
  const {comm} = process;
  const what = typedName(row.signal);
  const {outcome} = row;
  const nothing = `${what} does nothing to ${who}`;
  switch (outcome.kind) {
    case 'ignored':
      return `${nothing}: ${comm} ignores it, ${originText(row)}.${row.signal === SIGCHLD ? ` What follows for its children: \`${procdocCommand(process, 'sigchld', process.pid)}\`.` : ''}`;
    case 'by-default':
      return `${nothing}: ignoring it is the default.`;
    case 'init':
      return `${nothing}: as PID 1 of its pid namespace, it gets only signals that it has a handler for.`;
    case 'kept':
      return `${outcome.isKnown ? nothing : `${what} may do nothing to ${who}`}: ${threads === 1 ? comm : `every thread of ${comm}`} blocks it now, and ${outcome.isKnown ? 'nothing takes it' : "whether a signalfd takes it can't be seen"}.`;
    case 'waiter':
      return `${what} reaches thread ${outcome.thread?.tid} of ${who}, which waits for it in sigwait(3).`;
    case 'signalfd':
      return `${what} reaches ${who} when it reads its signalfd (fd ${outcome.fd}).`;
    case 'handler':
      return `${what} runs a handler of ${who}, which decides what happens.`;
    case 'act':
      return `${what} ${{terminate: 'ends', core: 'ends', stop: 'stops', continue: 'continues'}[outcome.action]} ${who}: it has the default disposition.`;
  }
}

/** Which signals do nothing, though they would by default. */
function overview({process, rows}: SignalReport): string[] {
  const would = rows.filter(({signal}) => defaultAction(signal) !== 'ignore');
  const ignored = would.filter(({outcome}) => outcome.kind === 'ignored');
  const kept = would.filter(({outcome}) => outcome.kind === 'kept');
  const spared = would.filter(({outcome}) => outcome.kind === 'init');
  const namesOf = (some: readonly SignalRow[]) =>
    listed(
      some.map(({signal}) => nameOf(signal)),
      MOST_NAMES,
    );
  const origins = [...new Set(ignored.map(originText))];
  const since = origins.length === 1 ? `, ${origins[0]}` : '';
  const clauses = [
    ...(ignored.length > 0 ? [`ignores ${namesOf(ignored)}${since}`] : []),
    ...(kept.length > 0 ? [`blocks ${namesOf(kept)}, which nothing is seen to take`] : []),
    ...(spared.length > 0 ? [`gets no ${namesOf(spared)} as PID 1 of its pid namespace`] : []),
  ];
  if (clauses.length === 0)
    return [`No signal is ignored or blocked by ${named(process)} that would act by default.`];
  return [`${named(process)} ${clauses.join(', and ')}.`];
}

/** Where a key would have to be typed; nothing for a signal that no key sends, or that would do nothing anyway. */
function typedText({process, terminal}: SignalReport, row: SignalRow | undefined): string | undefined {
  const key = keys[row?.signal ?? SIGINT];
  if (key === undefined || (terminal?.isForeground ?? false)) return undefined;
  if (!terminal)
    return row ? `${key} never reaches ${process.comm}: it has no controlling terminal.` : undefined;
  const {foreground, foregroundPgid} = terminal;
  const who = foreground ? named(foreground) : `process group ${foregroundPgid}`;
  const more =
    foreground && row
      ? ` See \`${procdocCommand(process, 'signals', foreground.pid, nameOf(row.signal).slice(3))}\`.`
      : '';
  return `${key} doesn't reach ${process.comm}: it is in the background of its terminal, where ${who} is in the foreground.${more}`;
}
