import {shellWord} from '../../parse/shell-word.ts';
import {koffiUnloaded} from '../koffi-unloaded.ts';
import {printable} from '../safe-text.ts';
import {meantQuoted} from './words.ts';

/** Why a command can't be run, or not accompanied. */
export const runWords = {
  /** `words`: those of the command line, none of which is "--". */
  'no-command-to-run': ({words}: {words: readonly string[]}) =>
    words[0] === undefined || words[0].startsWith('-')
      ? 'CMD is missing: write it after "--", as in `procdoc run -- make -j4`'
      : `CMD comes after "--": \`procdoc run -- ${printable(words.map(shellWord).join(' '))}\``,
  /** It would neither reap nor pass on signals: rather nothing than half of it. */
  'no-native-calls': ({errno}: {errno: string}) => koffiUnloaded(errno, 'starts the command'),
  'own-start-unreadable': ({errno}: {errno: string}) =>
    `/proc/self can't be read (${errno}), from which CMD and its environment are taken: mount a procfs at /proc`,
  'not-inherited': ({fd}: {fd: number}) =>
    `procdoc has no descriptor ${fd} from its parent to pass on: open it first, as in \`procdoc run --keep-fd ${fd} -- CMD ${fd}<FILE\``,
  'signals-not-kept': () =>
    '--keep-signals is not possible: Node.js has reset the signals before procdoc runs. To start CMD with one ignored or blocked: `procdoc run -- env --ignore-signal=HUP --block-signal=USR1 CMD`',
  'not-a-trouble': ({
    text,
    like,
    known,
  }: {
    text: string;
    like: string | undefined;
    known: readonly string[];
  }) => `"${text}" is nothing to fail on: ${meantQuoted(like) ?? `there are ${known.join(', ')}`}`,
  'not-signalled': ({signal, errno}: {signal: string; errno: string}) =>
    `${signal} can't be passed on to CMD (${errno})${errno === 'EPERM' ? ': it runs as another user' : ''}`,
  'not-started': ({program, errno}: {program: string; errno: string}) =>
    `${printable(program) || '""'} ${unstartedText(errno)}`,
};

function unstartedText(errno: string): string {
  switch (errno) {
    case 'ENOENT':
      return "wasn't found (ENOENT): there is no such file, or the interpreter that it names is missing";
    case 'EACCES':
      return "can't be executed (EACCES): it needs permission to execute, and isn't a directory";
    case 'ENOEXEC':
      return "can't be executed (ENOEXEC): it isn't a program, and has no #! line; for a shell script: `sh FILE`";
    default:
      return `can't be started (${errno})`;
  }
}
