import {signalName, signalNumber} from '../signals/signals.ts';

/** What people call a signal, besides its name: what they type at a terminal for it, and words of signal(7). */
const otherWords: Readonly<Record<string, string>> = {
  'CTRL-C': 'INT',
  '^C': 'INT',
  INTERRUPT: 'INT',
  'CTRL-\\': 'QUIT',
  '^\\': 'QUIT',
  'CTRL-Z': 'TSTP',
  '^Z': 'TSTP',
  ALARM: 'ALRM',
  HANGUP: 'HUP',
  TERMINATE: 'TERM',
};

/** The number of a signal from "INT", "SIGINT", "int", "2" or "Ctrl-C"; undefined for other text. */
export function parseAskedSignal(text: string): number | undefined {
  if (/^[1-9]\d?$/.test(text)) return signalName(Number(text)) === undefined ? undefined : Number(text);
  const word = text.toUpperCase();
  return signalNumber((Object.hasOwn(otherWords, word) && otherWords[word]) || word);
}
