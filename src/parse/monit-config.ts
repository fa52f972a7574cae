import {decodeText} from './text.ts';

/** A process that monit looks after: `check process NAME with pidfile PATH`. */
export interface MonitService {
  readonly name: string;
  readonly pidFile: string;
  /** Whether monit starts it again: by a start program, and not in the passive mode, in which monit only says what failed. */
  readonly isRestarted: boolean;
}

/** What a control file of monit(1) says of processes. */
export interface MonitConfig {
  readonly services: readonly MonitService[];
  /** The patterns of `include GLOB`, which name more control files. */
  readonly includes: readonly string[];
}

/** Words that mean nothing to monit: monit(1), "SERVICE ENTRY STATEMENTS". */
const noise = [
  'if',
  'and',
  'with',
  'within',
  'has',
  'using',
  'use',
  'on',
  'only',
  'is',
  'as',
  'are',
  'the',
  'to',
  'than',
];

/** A word, or what stands in quotes; a comment is neither. */
interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Reads a control file of monit. Everything but process checks by a pid file, and includes, is passed over. */
export function parseMonitConfig(bytes: Buffer): MonitConfig {
  const tokens = tokensOf(decodeText(bytes));
  const isWord = (at: number, word: string) =>
    tokens[at]?.isQuoted === false && tokens[at]?.text.toLowerCase() === word;
  const after = (at: number) => tokens[at]?.text ?? '';
  const starts = tokens.map((_, at) => at);
  const isRestarted = (from: number) => {
    const next = starts.find(at => at >= from && isWord(at, 'check')) ?? tokens.length;
    const own = starts.slice(from, next);
    const isPassive = own.some(at => isWord(at, 'mode') && isWord(at + 1, 'passive'));
    return !isPassive && own.some(at => isWord(at, 'start'));
  };
  return {
    services: starts
      .filter(at => isWord(at, 'check') && isWord(at + 1, 'process') && isWord(at + 3, 'pidfile'))
      .map(at => ({name: after(at + 2), pidFile: after(at + 4), isRestarted: isRestarted(at + 5)})),
    includes: starts.filter(at => isWord(at, 'include')).map(at => after(at + 1)),
  };
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/#[^\n]*|"([^"]*)"|'([^']*)'|[^\s"'#]+/g)].flatMap(
    ([all, double, single]): Token[] => {
      const quoted = double ?? single;
      if (quoted !== undefined) return [{text: quoted, isQuoted: true}];
      return all.startsWith('#') || noise.includes(all.toLowerCase()) ? [] : [{text: all, isQuoted: false}];
    },
  );
}
