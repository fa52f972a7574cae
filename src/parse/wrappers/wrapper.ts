import {SIGABRT, SIGSEGV} from '../signals/numbers.ts';
import {AS_PID_1} from './measured/as-pid-1.ts';
import {BARE_OR_REMAINDER} from './measured/bare-or-remainder.ts';
import {CONSTANT} from './measured/constant.ts';
import {MIXED} from './measured/mixed.ts';
import {OWN_STATUSES} from './measured/own-statuses.ts';
import {PLUS_128} from './measured/plus-128.ts';
import {SAME_SIGNAL} from './measured/same-signal.ts';
import {SWALLOWED} from './measured/swallowed.ts';
import {USUAL_FORMS} from './measured/usual-forms.ts';
import {exitWith, parseOutcomes, parseRule, type Rule} from './rule.ts';

/** A program that runs a command and ends as the command did, or in its own way. */
export interface Wrapper {
  /** As it was measured: "flock F CMD", "setsid -w (leader)". */
  readonly name: string;
  /** As somebody called it: "flock". */
  readonly asked: string;
  /** Other forms of the program that pass an end on in another way; none where the form was asked for by its name. */
  readonly otherForms: readonly string[];
  /** The package and its version: "util-linux 2.38.1". */
  readonly version: string;
  /** What it makes of a signal that killed its command, in the notation of rules: "128+n". */
  readonly signalRule: string;
  /** What it makes of the exit status of its command: "same", "123 0:0". */
  readonly exitRule: string;
  readonly ofSignal: Rule;
  readonly ofExit: Rule;
  /** Raw statuses for a command that can't be executed, and for one that was not found; none where not measured. */
  readonly ofNotExecutable: readonly number[];
  readonly ofNotFound: readonly number[];
  /** Raw statuses with which it ends of its own accord. */
  readonly own: readonly number[];
}

/** What is known of a wrapper as PID 1 that was not measured there: it may lose a signal, or make 128 + n of it. */
const UNMEASURED_AS_PID_1 = 'same/128+n/0/1';

/** All wrappers that were measured, each once. */
export function measuredWrappers(): readonly Wrapper[] {
  return [SAME_SIGNAL, PLUS_128, BARE_OR_REMAINDER, CONSTANT, SWALLOWED, MIXED].flatMap(parseTable);
}

/**
 * The wrapper that somebody means: "flock", "timeout 30", "ssh host". Words are left out from the end until a measured
 * form begins so; undefined where none does.
 */
export function findWrapper(text: string): Wrapper | undefined {
  const wrappers = measuredWrappers();
  const words = text.trim().split(/\s+/);
  for (let count = words.length; count > 0; count--) {
    const asked = words.slice(0, count).join(' ').toLowerCase();
    const named = wrappers.find(
      ({name}) => name.toLowerCase() === (USUAL_FORMS[asked] ?? asked).toLowerCase(),
    );
    if (named !== undefined) return askedFor(named, text.trim(), wrappers);
    const [shortest] = wrappers
      .filter(({name}) => name.toLowerCase().startsWith(`${asked} `))
      .sort((a, b) => a.name.length - b.name.length);
    if (shortest !== undefined) return askedFor(shortest, text.trim(), wrappers);
  }
  return undefined;
}

function askedFor(wrapper: Wrapper, asked: string, wrappers: readonly Wrapper[]): Wrapper {
  const [program] = wrapper.name.split(' ');
  const others = wrappers.filter(
    ({name, signalRule: signals, exitRule}) =>
      name.split(' ')[0] === program && (signals !== wrapper.signalRule || exitRule !== wrapper.exitRule),
  );
  return {...wrapper, asked, otherForms: asked === wrapper.name ? [] : others.map(({name}) => name)};
}

/**
 * The wrapper as PID 1 of a PID namespace, where a signal that it sends itself has no effect: pid_namespaces(7). One
 * that execve(2) replaces by its command is killed from outside only, or by abort(3), which comes out as SIGSEGV there.
 */
export function asPid1(wrapper: Wrapper): Wrapper {
  const measured = parseTable(AS_PID_1).find(({name}) => name === wrapper.name);
  if (measured !== undefined) {
    const {signalRule: rule, exitRule, ofSignal, ofExit} = measured;
    const outside = rule === 'same' ? (n: number) => (n === SIGABRT ? [SIGABRT, SIGSEGV] : [n]) : ofSignal;
    return {...wrapper, signalRule: rule, exitRule, ofSignal: outside, ofExit};
  }
  if (!wrapper.signalRule.includes('same')) return wrapper;
  return {...wrapper, signalRule: UNMEASURED_AS_PID_1, ofSignal: signalRule(UNMEASURED_AS_PID_1)};
}

/** What wrappers have in common that pass the end of a command on in the same way. */
type Profile = Omit<Wrapper, 'name' | 'asked' | 'otherForms' | 'version' | 'own'>;

/** A table of profiles, "signals | exits | not executable, not found", each with the lines of its wrappers below. */
function parseTable(table: string): Wrapper[] {
  let profile: Profile | undefined;
  return table.split('\n').flatMap(line => {
    const [, version, names] = /^ {2}(.+?): (.*)$/.exec(line) ?? [];
    if (line !== '' && names === undefined) profile = parseProfile(line);
    if (profile === undefined || version === undefined || names === undefined) return [];
    const {...common} = profile;
    return names
      .split(' | ')
      .map(name => ({...common, name, asked: name, otherForms: [], version, own: ownStatuses(name)}));
  });
}

function parseProfile(line: string): Profile {
  const [signals = '', exits = '', starts = ''] = line.split(' | ');
  const [notExecutable = '', notFound = ''] = starts.split(' ');
  return {
    signalRule: signals,
    exitRule: exits,
    ofSignal: signalRule(signals),
    ofExit: parseRule(exits, n => [exitWith(n)]),
    ofNotExecutable: parseOutcomes(notExecutable),
    ofNotFound: parseOutcomes(notFound),
  };
}

function signalRule(text: string): Rule {
  return parseRule(text, n => [n]);
}

function ownStatuses(name: string): readonly number[] {
  const [first = '', second = ''] = name.split(' ');
  for (const tool of [`${first} ${second}`, first]) {
    const [, statuses] = OWN_STATUSES.split(`\n${tool}: `);
    if (statuses !== undefined) return parseOutcomes(statuses.split('\n')[0] ?? '');
  }
  return [];
}
