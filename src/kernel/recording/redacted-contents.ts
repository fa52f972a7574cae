import type {Tokens} from './redaction-tokens.ts';

type Redact = (text: string, tokens: Tokens) => string;

/** How the names in the files of a procfs are redacted, by path; the first pattern that matches counts. */
const files: readonly (readonly [path: RegExp, redact: Redact])[] = [
  [
    /\/cmdline$/,
    (text, tokens) =>
      text
        .split('\0')
        .map(argument => redactArgument(argument, tokens))
        .join('\0'),
  ],
  [
    /^(?:\d+|self)\/(?:task\/\d+\/)?stat$/,
    (text, tokens) => redactBetween(text, /\(([\s\S]*)(?=\))/, tokens),
  ],
  [/^(?:\d+|self)\/(?:task\/\d+\/)?status$/, (text, tokens) => redactBetween(text, /^Name:\t(.*)$/m, tokens)],
  [/\/sched(?:@cpu\d+)?$/, (text, tokens) => redactBetween(text, /^(.*)(?= \(\d+, #threads)/, tokens)],
  [/\/maps$/, (text, tokens) => eachLine(text, /^(?:\S+ +){5}(.*)$/, path => tokens.replaceIn(path))],
  [/\/cgroup$/, (text, tokens) => eachLine(text, /^\d+:[^:]*:(.*)$/, path => tokens.replaceIn(path))],
  [
    /\/net\/unix$/,
    (text, tokens) => eachLine(text, /^\S+: (?:\S+ +){6}(.*)$/, name => tokens.replaceIn(name)),
  ],
  [/\/mountinfo$/, redactMounts],
  [/^swaps$/, (text, tokens) => eachLine(text, /^(\/\S*)/, path => tokens.replaceIn(path))],
  [/^\d+\/root\/etc\/passwd$/, redactPasswd],
  // Below self/root are pid files, and the counts of cgroups.
  [/^self\/root\//, (text, tokens) => (/^[\d\s]*$/.test(text) ? text : tokens.replaceIn(text))],
  [
    /\/net\/(?:(?:tcp|udp|udplite|icmp|raw)6?|packet|netlink)$|\/fdinfo\/\d+$|\/(?:syscall|wchan|uid_map)$/,
    text => text,
  ],
  [
    /^(?:stat|uptime|loadavg|locks|sysvipc\/(?:msg|sem)|sys\/kernel\/(?:osrelease|pid_max|threads-max|yama\/ptrace_scope))$/,
    text => text,
  ],
];

/** A file with tokens for its words; an unknown file has tokens for all of them. */
export function redactFile(path: string, text: string, tokens: Tokens): string {
  const [, redact] = files.find(([pattern]) => pattern.test(path)) ?? [];
  return redact ? redact(text, tokens) : tokens.replaceIn(text);
}

/** passwd(5) with tokens for names and paths: uids and gids stay, the full name of the user is removed. */
export function redactPasswd(text: string, tokens: Tokens): string {
  return text
    .split('\n')
    .map(line => {
      const [name = '', _, uid, gid, , home = '', shell = ''] = line.split(':');
      if (uid === undefined) return tokens.replaceIn(line);
      return [
        tokens.replaceIn(name),
        'x',
        uid,
        gid,
        '',
        ...[home, shell].map(path => tokens.replaceIn(path)),
      ].join(':');
    })
    .join('\n');
}

/** The target of a link with tokens for its words; numbered objects and names of the kernel stay. */
export function redactLink(target: string, tokens: Tokens): string {
  if (/^\w+:\[\d+\]$|^anon_inode:|^\d+$|^\/proc(?:\/|$)/.test(target)) return target;
  return tokens.replaceIn(target);
}

/**
 * An argument with tokens for its words. What can be recognized as a flag stays: "--name" without its value, and
 * after a single dash up to three letters, or one letter with a value attached.
 */
function redactArgument(argument: string, tokens: Tokens): string {
  const [flag = ''] =
    /^--[A-Za-z][A-Za-z\d-]*(?=$|=)|^-[A-Za-z]{1,3}$|^-[A-Za-z](?=[^-])/.exec(argument) ?? [];
  return flag + tokens.replaceIn(argument.slice(flag.length));
}

/**
 * The mounts on which answers depend, with tokens: procfs, which can hide processes, and cgroups. Others are left
 * out.
 */
function redactMounts(text: string, tokens: Tokens): string {
  const mounts = text.split('\n').filter(line => / - (?:proc|cgroup2?) /.test(line));
  return mounts
    .map(
      line =>
        `${line.replace(/^((?:\S+ ){3})(\S+ \S+)/, (_, ids, paths) => ids + tokens.replaceIn(paths))}\n`,
    )
    .join('');
}

function eachLine(text: string, pattern: RegExp, redact: (part: string) => string): string {
  return text
    .split('\n')
    .map(line => replacePart(line, pattern, redact))
    .join('\n');
}

function redactBetween(text: string, pattern: RegExp, tokens: Tokens): string {
  return replacePart(text, pattern, part => tokens.replaceIn(part));
}

/** Replaces what the group of a pattern matched, which is at the end of the match. */
function replacePart(text: string, pattern: RegExp, replace: (part: string) => string): string {
  return text.replace(
    pattern,
    (whole, part: string) => whole.slice(0, whole.length - part.length) + replace(part),
  );
}
