import {mapRead, orUndefined, type Read, unreadable} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {TerminalSettings} from '../../kernel/terminal-settings.ts';
import type {Descriptor} from '../descriptor.ts';
import {pseudoterminalOf} from '../device.ts';
import {type Evidence, seenAt, seenIn} from '../evidence.ts';
import {TERMINAL_SETTINGS} from '../gap-names.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Prompt} from '../wait-chain/edge.ts';

/** What a terminal is set for, and what shows that the process is in its foreground. */
export interface SeenPrompt {
  /** null where the settings can't be read. */
  readonly prompt: Prompt | null;
  readonly evidence: readonly Evidence[];
}

/** The flags of termios(3) that decide, as they stand for each kind of prompt. */
const flags: Readonly<Record<Prompt, string>> = {
  line: 'ICANON ECHO',
  'hidden-line': 'ICANON -ECHO',
  keys: '-ICANON',
};

/**
 * The prompt of a process that is in the foreground of its controlling terminal; undefined where it is not, or the path
 * isn't that of its terminal.
 * @param path what the process reads
 */
export function promptAt(
  snapshot: Snapshot,
  process: Process,
  path: string,
  syscalls: Syscalls,
): SeenPrompt | undefined {
  const {terminal, pgid, foregroundPgid} = process.stat;
  if (terminal === 0 || pgid !== foregroundPgid) return undefined;
  const open = terminalDescriptors(process);
  const links = open.map(one => orUndefined(one.target()));
  const isOwn =
    path === `/dev/pts/${pseudoterminalOf(terminal)}` ||
    links.some(link => link !== undefined && path.endsWith(link));
  if (!isOwn) return undefined;
  const settings = settingsOf(snapshot, process, syscalls);
  const prompt = orUndefined(
    mapRead(settings, ({canonical, echo}) => (canonical ? (echo ? 'line' : 'hidden-line') : 'keys')),
  );
  if (!settings.ok) snapshot.ledger.note(TERMINAL_SETTINGS, settings.errno, process.pid);
  return {
    prompt: prompt ?? null,
    evidence: [
      seenIn(process.pid, 'stat', 'tpgid (8)', pgid),
      ...(prompt === undefined ? [] : [seenAt(`tcgetattr(3) of ${path}`, null, flags[prompt])]),
    ],
  };
}

/** The settings of the terminal that controls a process, by a descriptor of its own, or of its session. */
export function settingsOf(snapshot: Snapshot, process: Process, syscalls: Syscalls): Read<TerminalSettings> {
  const session = [process, ...snapshot.ancestors(process)].filter(({stat}) => stat.sid === process.stat.sid);
  let answer: Read<TerminalSettings> = unreadable('ENOTTY');
  for (const each of session) {
    const [descriptor] = terminalDescriptors(each).filter(one => isTerminal(one, process));
    if (descriptor) answer = syscalls.terminalSettings({pid: descriptor.pid, fd: descriptor.fd});
    if (answer.ok) break;
  }
  return answer;
}

/** Its descriptors of its controlling terminal, /dev/tty among them. */
function terminalDescriptors(process: Process): Descriptor[] {
  return (orUndefined(process.descriptors()) ?? []).filter(
    descriptor => isTerminal(descriptor, process) || orUndefined(descriptor.target()) === '/dev/tty',
  );
}

function isTerminal(descriptor: Descriptor, process: Process): boolean {
  const link = orUndefined(descriptor.target());
  return (
    (link?.startsWith('/dev/') ?? false) &&
    orUndefined(descriptor.stat())?.rawDevice === process.stat.terminal
  );
}
