import {mapRead, orUndefined} from '../read.ts';
import {escapeWord, unescapeText} from './bytes.ts';
import {redactFile, redactLink, redactPasswd} from './redacted-contents.ts';
import {Tokens} from './redaction-tokens.ts';
import type {WrittenSection} from './sections.ts';

/** PF_KTHREAD of <linux/sched.h>: a kernel thread, whose name comes from the kernel. */
const KERNEL_THREAD = 0x0020_0000;

/** A path below the root or the working directory of a process, which users name. */
const filePath = /^((?:\d+|self)\/(?:root|cwd))(\/.*)$/;

/** The files of systemd for dynamic users, by their uids; the names of the users are links beside them. */
const dynamicUsers = /^\d+\/root\/run\/systemd\/dynamic-uid(?:\/\d+)?$/;

/** passwd(5) of a process with a root directory of its own, and the folder that it is in. */
const ownUsers = /^\d+\/root\/etc(?:\/passwd)?$/;

/**
 * The sections of a recording with tokens for the words of arguments, paths, and names of programs and users. The names
 * of programs that run from the system's own folders stay, and so do the names of kernel threads.
 */
export function redactSections(sections: readonly WrittenSection[]): WrittenSection[] {
  const kernelThreads = new Set(sections.flatMap(section => kernelThreadOf(section) ?? []));
  const tokens = new Tokens(sections.flatMap(section => systemProgramOf(section) ?? []));
  return sections.map(section => {
    const isKernels = kernelThreads.has(/^\d+/.exec(section.name)?.[0] ?? '');
    if (isKernels && !filePath.test(section.name)) return section;
    return {
      kind: section.kind,
      name: redactName(section.name, tokens),
      answer: mapRead(section.answer, text => redactAnswer(section, text, tokens)),
    };
  });
}

function redactAnswer({kind, name}: WrittenSection, text: string, tokens: Tokens): string {
  switch (kind) {
    case 'file':
      return redactFile(name, text, tokens);
    case 'link':
      return redactLink(text, tokens);
    case 'directory':
      if (dynamicUsers.test(name)) return eachWord(text, /^(?!\d+$).*$/gm, tokens);
      return filePath.test(`${name}/`) ? eachWord(text, /^.*$/gm, tokens) : text;
    case 'passwd':
      return redactPasswd(text, tokens);
    case 'unix-sockets':
      return eachWord(text, /(?<= name=)\S*/g, tokens);
    case 'host':
      return eachWord(text, /(?<= mount=)\S*/g, tokens);
    default:
      return text;
  }
}

function redactName(name: string, tokens: Tokens): string {
  if (dynamicUsers.test(name) || ownUsers.test(name)) return name;
  return name.replace(filePath, (_, before: string, path: string) => before + redactEscaped(path, tokens));
}

/** Redacts each match, which is a word as `escapeWord` writes it. */
function eachWord(text: string, pattern: RegExp, tokens: Tokens): string {
  return text.replace(pattern, escaped => redactEscaped(escaped, tokens));
}

function redactEscaped(escaped: string, tokens: Tokens): string {
  const text = (unescapeText(escaped) ?? Buffer.alloc(0)).toString('latin1');
  return escapeWord(Buffer.from(tokens.replaceIn(text), 'latin1'));
}

function kernelThreadOf({kind, name, answer}: WrittenSection): string | undefined {
  const [, pid] = kind === 'file' ? (/^(\d+)\/stat$/.exec(name) ?? []) : [];
  if (pid === undefined) return undefined;
  const stat = orUndefined(answer) ?? '';
  const flags = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[6]);
  return (flags & KERNEL_THREAD) === 0 ? undefined : pid;
}

/** The name of the program that a process runs, if it is in one of the system's own folders. */
function systemProgramOf({kind, name, answer}: WrittenSection): string | undefined {
  if (kind !== 'link' || !/^\d+\/exe$/.test(name)) return undefined;
  const target = orUndefined(answer) ?? '';
  return /^(?:\/usr)?\/s?bin\/([^/]+?)(?: \(deleted\))?$/.exec(target)?.[1];
}
