import {PID_MAX_LIMIT} from './pid.ts';

/**
 * The size in bytes above which a file is no pid file. Some pid files have a host name, a port or a path on further
 * lines.
 */
export const PID_FILE_BYTES = 256;

/**
 * The pid in a pid file: its first line, in decimal digits (Filesystem Hierarchy Standard 3.0, section 3.15). The
 * lines after it belong to the program. Undefined for an empty file, another number, text, or too many bytes.
 */
export function parsePidFile(bytes: Buffer): number | undefined {
  if (bytes.length > PID_FILE_BYTES) return undefined;
  const digits = /^[ \t]*(\d{1,10})[ \t]*\r?(?:\n|$)/.exec(bytes.toString('latin1'))?.[1];
  const pid = Number(digits ?? 0);
  return pid > 0 && pid <= PID_MAX_LIMIT ? pid : undefined;
}

/**
 * The pid files that a command line names: the value of an option that is called so (--pidfile, --pid-file,
 * pid_file=…), and words and values of options that end in ".pid": `-P /run/x.pid`. Paths are as written; a relative
 * one counts from a folder that the process may have left.
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

/** Whether a word is a single path, and not a whole command of `sh -c` that contains one. */
function isPidFileName(word: string): boolean {
  return /^[^\s;|&<>$`'"]*[^\s;|&<>$`'"/]\.pid$/.test(word);
}

/** The value that follows an option letter without a blank: `-P/run/x.pid`. */
function attached(word: string): string[] {
  const value = /^-[A-Za-z](\/.*)$/.exec(word)?.[1];
  return value !== undefined && isPidFileName(value) ? [value] : [];
}
