import {PID_MAX_LIMIT} from './pid.ts';

/** More is no pid file: some add a host name, a port or a path on lines of their own. */
export const PID_FILE_BYTES = 256;

/**
 * A pid file: its first line is a pid in decimal digits (Filesystem Hierarchy Standard 3.0, section 3.15); lines
 * behind it are the program's own affair. Undefined for anything else: an empty file, another number, text, or too many bytes.
 */
export function parsePidFile(bytes: Buffer): number | undefined {
  if (bytes.length > PID_FILE_BYTES) return undefined;
  const digits = /^[ \t]*(\d{1,10})[ \t]*\r?(?:\n|$)/.exec(bytes.toString('latin1'))?.[1];
  const pid = Number(digits ?? 0);
  return pid > 0 && pid <= PID_MAX_LIMIT ? pid : undefined;
}

/**
 * The pid files that a command line names: whatever follows an option that is spelled like one (--pidfile,
 * --pid-file, pid_file=…), and words and values of options that end in ".pid": `-P /run/x.pid`. As given: a
 * relative path counts from a folder which the process may have left.
 */
export function pidFilesIn(argv: readonly string[]): string[] {
  const files = argv.slice(1).flatMap((word, at) => {
    const [, option, value] = /^(-[^=\s]*|[\w.-]+)=(\S+)$/.exec(word) ?? [];
    if (option !== undefined && value !== undefined)
      return isPidFileOption(option) || isPidFileName(value) ? [value] : [];
    if (/^--?\w/.test(word)) return isPidFileOption(word) ? (argv[at + 2] ?? []) : attached(word);
    return isPidFileName(word) ? [word] : [];
  });
  return [...new Set(files)].filter(file => !file.startsWith('-'));
}

function isPidFileOption(option: string): boolean {
  return /^-{0,2}pid[-_]?file$/i.test(option);
}

/** A word of one path: in the text of `sh -c` it would be one of several. */
function isPidFileName(word: string): boolean {
  return /^[^\s;|&<>$`'"]*[^\s;|&<>$`'"/]\.pid$/.test(word);
}

/** The value that is written onto a letter: `-P/run/x.pid`. */
function attached(word: string): string[] {
  const value = /^-[A-Za-z](\/.*)$/.exec(word)?.[1];
  return value !== undefined && isPidFileName(value) ? [value] : [];
}
