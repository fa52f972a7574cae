import {stripVTControlCharacters} from 'node:util';
import type {Complaint} from '../render/failures/failure-text.ts';
import type {Problem} from '../render/failures/problem.ts';

/** What help says of a flag. */
interface FlagHelp {
  readonly char?: string;
  readonly helpValue?: string | readonly string[];
  readonly description?: string;
}

/** What oclif's parser throws, with the parts that make a better sentence. */
export type ParserFailure = Error & {
  /** Required arguments that are missing, or extra words. */
  readonly args?: ReadonlyArray<string | {readonly name: string; readonly description?: string}>;
  readonly parse?: {
    readonly input?: {readonly args?: object; readonly flags?: Readonly<Record<string, FlagHelp>>};
  };
};

/** What oclif puts before the message of an error that the value of a flag caused, our own errors included. */
const FLAG_PREAMBLE = /^Parsing (--\S+)\s+/;

/** The flag whose value an error is about. */
export function flagOf({message}: Error): string | undefined {
  return FLAG_PREAMBLE.exec(message)?.[1];
}

/**
 * What oclif's parser says in several lines with preambles, by kind.
 * @param program the command as it is typed: "procdoc why"
 */
export function parserComplaint(failure: ParserFailure, program: string): Complaint {
  const [argument] = failure.args ?? [];
  const flag = flagOf(failure);
  if (typeof argument === 'string') {
    const like = likeArgument(argument, failure);
    return {
      flag,
      problems: [{kind: 'unexpected-argument', argument, like, instead: insteadOf(failure, program)}],
    };
  }
  if (argument !== undefined) {
    const {name, description} = argument;
    return {flag, problems: [{kind: 'missing-word', word: name.toUpperCase(), description}]};
  }
  // oclif dims a part of it where stderr takes colours.
  const reasons = stripVTControlCharacters(failure.message)
    .replace(/\n*See more help with --help\s*$/, '')
    .replace(FLAG_PREAMBLE, '')
    .replace(/^The following errors? occurred:\s+/, '')
    .split('\n  ');
  return {flag, problems: reasons.map(reason => problemOf(reason.trim(), failure))};
}

/** A flag without its dashes, or the process that a command takes by a flag only. */
function likeArgument(argument: string, {parse}: ParserFailure): string | undefined {
  const {args = {}, flags = {}} = parse?.input ?? {};
  if (Object.hasOwn(flags, argument)) return `--${argument}`;
  if (Object.keys(args).length > 0) return undefined;
  const [name] = Object.entries(flags).find(([, {helpValue}]) => helpValue === 'PID') ?? [];
  return name && `--${name} ${argument}`;
}

/** The command that takes an argument too many: this one again, or where it takes none and answers from recordings, `inspect`. */
function insteadOf({parse}: ParserFailure, program: string): string | undefined {
  const {args = {}, flags = {}} = parse?.input ?? {};
  if (Object.keys(args).length > 0) return program;
  return Object.hasOwn(flags, 'from') ? 'procdoc inspect' : undefined;
}

/** By the messages of @oclif/core/lib/parser: it gives no kinds. */
function problemOf(reason: string, failure: ParserFailure): Problem {
  for (const [pattern, read] of forms) {
    const [matched, first = '', second] = pattern.exec(reason) ?? [];
    const problem = matched === undefined ? undefined : read(first, second, failure);
    if (problem) return problem;
  }
  return {kind: 'parser-message', message: reason};
}

type ReadForm = (first: string, second: string | undefined, failure: ParserFailure) => Problem | undefined;

const forms: ReadonlyArray<readonly [RegExp, ReadForm]> = [
  [/^Missing required flag ([\w-]+)$/, (name, _, {parse}) => missingFlag(name, parse?.input?.flags?.[name])],
  [
    // The value may be any text; a boolean flag shows as "true".
    /^(--[\w-]+)=.* cannot also be provided when using (--[\w-]+)$/s,
    (flag, other = '') => ({kind: 'flags-exclude-each-other', flags: [flag, other]}),
  ],
  [
    /^Expected an integer greater than or equal to (\d+) but received: (.*)$/s,
    (minimum, text = '') => ({kind: 'below-minimum', text, minimum}),
  ],
  [
    /^Expected an integer less than or equal to (\d+) but received: (.*)$/s,
    (maximum, text = '') => ({kind: 'above-maximum', text, maximum}),
  ],
  [/^Expected an integer but received: (.*)$/s, text => ({kind: 'not-a-whole-number', text})],
  [
    /^Expected (.*) to be one of: (.*)$/s,
    (given, values = '') => ({kind: 'not-one-of', given: given || '""', values}),
  ],
  [
    /^All of the following must be provided when using (--[\w-]+): (--[\w-]+)$/,
    (flag, needed = '') => ({kind: 'flag-needs-another', flag, needed}),
  ],
  [
    /^Flag (--\S+) can only be specified once$/,
    // Of the commands that answer from recordings, some take several.
    flag => (flag === '--from' ? {kind: 'one-recording-only'} : {kind: 'flag-given-twice', flag}),
  ],
  [
    /^Flag (--\S+) expects (?:one of these values: (.*)|a value)$/s,
    (flag, values) => ({kind: 'value-missing', flag, values}),
  ],
];

/** A required flag that is missing, as the help shows it. */
function missingFlag(name: string, flag: FlagHelp | undefined): Problem | undefined {
  if (flag === undefined) return undefined;
  const {char, helpValue = '', description} = flag;
  const spelling = char === undefined ? `--${name}` : `-${char}`;
  return {kind: 'missing-word', word: `${spelling} ${helpValue}`, description};
}
