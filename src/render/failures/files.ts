import {listed} from '../../rules/words/listed.ts';
import {printable, printableCommand} from '../safe-text.ts';

/** A file that decides what passes `procdoc check`. */
export type GivenKind = 'policy' | 'baseline';

/** Why a file can't be read: an errno, or what it is instead of a regular file of sane size. */
export type UnreadableFile =
  | {readonly errno: string}
  | {readonly is: 'not-regular' | 'dangling-link'}
  | {readonly is: 'too-large'; readonly mostMib: number};

/** Why a file is not trusted: who owns it or a folder above it, or who can write there. */
export type DistrustReason =
  | {readonly place: string; readonly uid: number}
  | {readonly place: string; readonly mode: number; readonly who: 'group' | 'everyone'};

/** What makes a file trusted. */
export type TrustRemedy = 'chown' | 'chmod' | 'copy';

interface DistrustedFile {
  readonly given: GivenKind;
  readonly file: string;
  readonly reason: DistrustReason;
  readonly remedy: TrustRemedy;
}

/** What is wrong with the files that a command is given, or is to write. */
export const fileWords = {
  'not-our-completion': ({file}: {file: string}) =>
    `${file} isn't a completion script that procdoc wrote: it is left as it is`,
  'unknown-shell': ({shells}: {shells: readonly string[]}) =>
    `procdoc wasn't called from a shell that it completes in: give ${listed(shells, shells.length, 'or')}`,
  'file-unwritable': ({file, errno}: {file: string; errno: string}) =>
    `${file || '""'} can't be written (${errno})${errno === 'ENXIO' ? ': it is a FIFO that no process reads, or a socket' : ''}`,
  'given-file-unreadable': ({given, file, why}: {given: GivenKind; file: string; why: UnreadableFile}) =>
    `the ${given} ${printable(file)} can't be read (${unreadableText(why)})`,
  'given-file-distrusted': ({given, file, reason, remedy}: DistrustedFile) => {
    const {flag, without} = ways[given];
    return `the ${given} ${printable(file)} isn't trusted, because ${reasonText(reason)}: pass \`${printableCommand([flag, file])}\` to use it${without}, or ${remedyText(remedy, reason.place)}`;
  },
  'no-baseline-named': () => '--write-baseline needs --baseline FILE, or "baseline" in the policy',
  'baseline-missing': ({file}: {file: string}) =>
    `the baseline ${file} can't be read (ENOENT): --write-baseline records the current findings`,
  'baseline-of-other-version': ({file}: {file: string}) =>
    `the baseline ${file} is of another version: --write-baseline writes it again`,
  'not-a-baseline': ({file}: {file: string}) =>
    `${file} isn't a baseline: name a file that --write-baseline wrote`,
  'not-a-baseline-to-replace': ({file}: {file: string}) =>
    `${file} isn't a baseline, and --write-baseline replaces nothing else: name another file`,
  'baseline-unwritable': ({file, errno}: {file: string; errno: string}) =>
    `the baseline ${file} can't be written (${errno})`,
};

/** How a file can be used that is not trusted, or done without. */
const ways = {
  policy: {flag: '--config', without: ', `--config /dev/null` for no policy'},
  baseline: {flag: '--baseline', without: ''},
} as const;

function unreadableText(why: UnreadableFile): string {
  if ('errno' in why) return why.errno;
  switch (why.is) {
    case 'not-regular':
      return 'not a regular file';
    case 'dangling-link':
      return 'a link to nothing';
    case 'too-large':
      return `larger than ${why.mostMib} MiB`;
  }
}

function reasonText(reason: DistrustReason): string {
  const place = printable(reason.place);
  if ('uid' in reason) return `UID ${reason.uid} owns ${place}`;
  const who = reason.who === 'group' ? 'a group' : 'everyone';
  return `${who} can write to ${place} (mode ${reason.mode.toString(8).padStart(4, '0')})`;
}

function remedyText(remedy: TrustRemedy, place: string): string {
  switch (remedy) {
    case 'chown':
      return `\`${printableCommand(['chown', 'root', place])}\``;
    case 'chmod':
      return `\`${printableCommand(['chmod', 'go-w', place])}\``;
    case 'copy':
      return 'copy it to a folder that only you can write';
  }
}
