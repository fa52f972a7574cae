import {boolean, integer, option, string} from '@oclif/core/flags';
import type {InferredFlags} from '@oclif/core/interfaces';
import {durationFlag} from '../values.ts';

/** The flags of `procdoc run`. */
export const runFlags = {
  timeout: durationFlag({description: 'send SIGTERM to CMD after this time, and exit with status 124'}),
  grace: durationFlag({
    default: 2,
    description:
      'how long processes get to exit: after SIGTERM until SIGKILL, and after CMD has exited until they count as left behind',
  }),
  'keep-fd': integer({
    multiple: true,
    multipleNonGreedy: true,
    min: 3,
    helpValue: 'FD',
    description: 'let CMD inherit this descriptor, too; repeatable',
  }),
  events: option({
    options: ['text', 'json'] as const,
    description:
      'report on stderr how each child exits, stops and continues; --events alone is --events=text',
  })(),
  'events-file': string({helpValue: 'FILE', description: 'write the events to FILE (default: as JSON)'}),
  report: string({helpValue: 'FILE', description: 'write what became of CMD to FILE, as JSON'}),
  json: boolean({char: 'J', description: 'report what became of CMD on stderr as JSON, instead of text'}),
  time: boolean({description: 'print what CMD used on stderr, as GNU time -v does'}),
};

export type RunFlagValues = InferredFlags<typeof runFlags>;

/** The words of a command line, with the value that --events has without one. */
export function withEventsValue(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, at) => {
    const isAlone = word === '--events' && (end === -1 || at < end);
    return isAlone && !['text', 'json'].includes(words[at + 1] ?? '') ? '--events=text' : word;
  });
}
