import {signalName} from '../../parse/signals/signals.ts';
import type {Through} from '../../parse/wrappers/through.ts';
import type {Wrapper} from '../../parse/wrappers/wrapper.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import type {Page} from '../page.ts';
import {exitCodeExplanation} from './exit-code-meanings.ts';
import type {Explanation} from './explanation.ts';
import {signalExplanation} from './signal-meanings.ts';

/** So many signals are named one by one. */
const NAMED = 4;
const KILLING_SIGNALS = 55;
/** Up to here an exit status is rather one of the command's own than one that a wrapper made of a signal. */
const LAST_OWN_EXIT = 125;

/** What can have become of the command, the likeliest first, as a sentence without a full stop. */
export function throughOutcome(through: Through): string {
  const {exits, signals, notStarted} = through;
  const exited = exits.length === 0 ? [] : [`exited with ${exitText(exits)}`];
  const killed = signals.length === 0 ? [] : [`was killed by ${signalsText(signals)}`];
  const missing =
    notStarted.length === 0 ? [] : [`was never started (${notStarted.map(why => WHY[why]).join(' or ')})`];
  const ends = [...(isRatherExit(through) ? [...exited, ...killed] : [...killed, ...exited]), ...missing];
  return ends.length === 0
    ? 'no end of the command was seen to lead to it'
    : `the command ${ends.join(', or ')}`;
}

/** The chain as it was asked for, from the inside: "timeout, then ssh". */
export function chainText({wrappers, isPid1}: Through): string {
  return `${wrappers.map(({asked}) => asked).join(', then ')}${isPid1 ? ' as PID 1' : ''}`;
}

/** Below the answer: what a wrapper can have done itself, how each passes an end on, and what the likeliest end means. */
export function throughLines(through: Through, page: Page): string[] {
  const {wrappers, itself, provesNothing, isPid1} = through;
  const nothing =
    'nothing: a command that succeeded and one that any signal killed look the same from outside';
  const meant = provesNothing ? undefined : likeliestMeaning(through);
  return [
    ...(provesNothing ? labelledLines('proves', nothing, page) : []),
    ...labelledList('or', itself.map(itselfText), page),
    ...wrappers.flatMap((wrapper, at) =>
      labelledLines(
        at === 0 ? 'through' : '',
        wrapperText(wrapper, isPid1 && at === wrappers.length - 1),
        page,
      ),
    ),
    ...labelledList('forms', wrappers.flatMap(formsText), page),
    ...(meant === undefined ? [] : labelledLines('meaning', meant.meaning, page)),
    ...(meant === undefined ? [] : labelledList('causes', meant.causes, page)),
  ];
}

/** Other forms of a program that was named without its options, since they may end in another way. */
function formsText({otherForms}: Wrapper): string[] {
  if (otherForms.length === 0) return [];
  const named = otherForms.slice(0, NAMED).map(form => `\`${form}\``);
  const more = otherForms.length - named.length;
  return [`these pass an end on differently: ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`];
}

function itselfText({wrapper, signals, failed}: Through['itself'][number]): string {
  const killed = signals.length === 0 ? [] : [`was killed by ${signalsText(signals)} itself`];
  const own = failed ? ['ended so of its own accord'] : [];
  return `${programOf(wrapper)} ${[...own, ...killed].join(', or ')}`;
}

function isRatherExit({exits, signals}: Through): boolean {
  return exits.length > 0 && ((exits[0] ?? 0) <= LAST_OWN_EXIT || signals.length > exits.length);
}

/** What the end means that the answer names first, where that is one exit status or one signal. */
function likeliestMeaning(through: Through): Explanation | undefined {
  const [first, second] = isRatherExit(through) ? through.exits : through.signals;
  if (first === undefined || second !== undefined) return undefined;
  return isRatherExit(through)
    ? exitCodeExplanation(first, 'linux')
    : signalExplanation(signalName(first) ?? '');
}

const WHY = {'not-found': 'not found', 'not-executable': 'not executable'} as const;

function exitText(exits: readonly number[]): string {
  if (exits.length === 256) return 'any status';
  if (exits.length === 255 && exits[0] === 1) return 'any status but 0';
  const ranges = rangesOf(exits).map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  return `status ${ranges.join(', ')}`;
}

/** Consecutive numbers as pairs of the first and the last. */
export function rangesOf(numbers: readonly number[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

function signalsText(signals: readonly number[]): string {
  if (signals.length >= KILLING_SIGNALS) return 'any signal';
  const names = signals.map(number => `${signalName(number)} (signal ${number})`);
  if (names.length <= NAMED) return names.join(' or ');
  return `one of ${signals.length} signals, such as ${signals
    .slice(0, NAMED)
    .map(number => signalName(number))
    .join(', ')}`;
}

function programOf({name}: Wrapper): string {
  return name.split(' ')[0] ?? name;
}

function wrapperText({name, version, signalRule, exitRule, own}: Wrapper, isPid1: boolean): string {
  const statuses = own.map(raw => ((raw & 0x7f) === 0 ? `${raw >> 8}` : (signalName(raw & 0x7f) ?? '')));
  const itself = own.length === 0 ? '' : `; its own: ${statuses.join(', ')}`;
  return `\`${name}\` (${version})${isPid1 ? ' as PID 1' : ''}: ${ruleText(signalRule)}${exitRuleText(exitRule)}${itself}`;
}

/** What a wrapper makes of a signal n, and which signals it treats in another way: "exits with 128 + n, SIGINT …". */
function ruleText(rule: string): string {
  const [byDefault = '', ...exceptions] = rule.split(' ');
  const others = exceptions.map(exception => {
    const [signal = '', outcome = ''] = exception.split(':');
    return `; after SIG${signal} it ${outcomeText(outcome)}`;
  });
  return `after signal n it ${outcomeText(byDefault)}${others.join('')}`;
}

/** What a wrapper makes of an exit status, where it does not pass it on. */
function exitRuleText(rule: string): string {
  if (rule === 'same') return '';
  const [byDefault = '', ...exceptions] = rule.split(' ');
  const others = exceptions.map(exception => `of ${exception.replace(':', ': ').replace('-', ' to ')}`);
  return `; of an exit status it makes ${byDefault.replace('/', ' or ')}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
}

function outcomeText(outcome: string): string {
  return (
    OUTCOMES[outcome] ?? (outcome.startsWith('s') ? `dies by signal ${outcome.slice(1)}` : exitsWith(outcome))
  );
}

function exitsWith(outcome: string): string {
  return `exits with ${outcome.replace('/', ' or ').replace(/[+-]/, ' $& ')}`;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  same: 'dies by that signal',
  'same/1': 'dies by that signal, or exits with 1',
  'same/128+n/0/1': 'may die by it, or exit with 128 + n, 0 or 1 (not measured there)',
};
