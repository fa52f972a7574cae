import type {Command} from '@oclif/core/command';
import {nearest} from '../parse/targets/nearest.ts';
import {UsageError} from './failures.ts';

/** What matters of a command's flags for taking a command line apart. */
export type FlagForms = Readonly<
  Record<string, {readonly char?: string; readonly aliases?: readonly string[]; readonly type: string}>
>;

/**
 * The first word of a command line that looks like a flag and that the command does not have. oclif looks at the
 * arguments first: of `tree -o pid` it would only say that "pid" isn't a pid.
 */
export function unknownFlag(words: readonly string[], flags: FlagForms): string | undefined {
  const takesValue = new Map(
    Object.entries(flags).flatMap(([name, {char, aliases = [], type}]) => {
      const spellings = [name, ...aliases].map(long => `--${long}`).concat(char ? `-${char}` : []);
      return spellings.map(spelling => [spelling, type === 'option'] as const);
    }),
  );
  for (let at = 0; at < words.length && words[at] !== '--'; at++) {
    const word = words[at] ?? '';
    const [, spelling, attached] = /^(--[^=]+|-[A-Za-z])(.*)$/s.exec(word) ?? [];
    if (spelling === undefined) continue;
    const valued = takesValue.get(spelling);
    if (valued === undefined) return word;
    if (valued && attached === '') at++;
  }
  return undefined;
}

/** Flags of other programs, and other words for a flag; each counts for a command that has the flag. */
const otherFlags: Readonly<Record<string, string>> = {
  '--colour': '--color',
  '--no-color': '--color',
  '--no-colour': '--color',
  '--format': '--json',
  '--verbose': '--evidence',
  '--silent': '--quiet',
  '--file': '--from',
  '--input': '--from',
  '--recording': '--from',
  '--procfs': '--proc',
  '--fields': '--output',
  '--order': '--sort',
  '--wait': '--settle',
  '--ppid': '--parent',
};

/** A flag that the command does not have, and the flag that may have been meant. */
export function unknownFlagError(flag: string, {baseFlags, flags}: Command.Class): UsageError {
  const known = Object.entries({...baseFlags, ...flags}).flatMap(([name, {aliases = []}]) =>
    [name, ...aliases].map(long => `--${long}`),
  );
  return new UsageError({kind: 'unknown-flag', flag, like: likeFlag(flag, known)});
}

/**
 * Any letter is one slip away from any other letter, so a short flag gets no hint; but a word with one hyphen may be a
 * long flag.
 */
function likeFlag(flag: string, known: readonly string[]): string | undefined {
  if (/^-[^-]?$/.test(flag)) return undefined;
  const long = flag.replace(/^-*/, '--').replace(/=.*/s, '');
  const other = Object.hasOwn(otherFlags, long) ? otherFlags[long] : undefined;
  return other !== undefined && known.includes(other) ? other : nearest(long, known);
}
