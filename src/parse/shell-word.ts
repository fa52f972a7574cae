import {encodeText, unprintable} from './text.ts';

/**
 * A word as a shell takes it: in quotes where it needs them. systemd(1) has backslashes in the names of cgroups. What is
 * not to be printed stands as its bytes in octal, in $'…': bash, zsh, ksh and busybox read it back (dash does not, and has
 * no other quotes that can be printed).
 */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const printed = word.replaceAll(/['\\]/g, '\\$&').replaceAll(unprintable, inOctal);
  const hidesSomething = word.search(unprintable) !== -1;
  return hidesSomething ? `$'${printed}'` : `'${word.replaceAll("'", `'\\''`)}'`;
}

function inOctal(char: string): string {
  return [...encodeText(char)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
