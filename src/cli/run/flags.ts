import {boolean, custom, integer, option, string} from '@oclif/core/flags';
import type {InferredFlags} from '@oclif/core/interfaces';
import {type Trouble, troubles} from '../../lifecycle/run/trouble.ts';
import {nearest} from '../../parse/targets/nearest.ts';
import {UsageError} from '../failures.ts';
import {durationFlag} from '../values.ts';

/** A flag that takes kinds of trouble, parted by commas. */
const troublesFlag = custom<readonly Trouble[]>({
  helpValue: 'KIND,...',
  parse: async text => text.split(',').map(requiredTrouble),
});

/** The flags of `procdoc run`. */
export const runFlags = {
  timeout: durationFlag({
    description:
      'send SIGTERM to CMD after this time, and exit with status 124; 0 sets no limit, as in timeout(1)',
  }),
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
  'kill-left-behind': boolean({
    description: 'end what CMD left behind: SIGTERM, and SIGKILL after the grace',
  }),
  'fail-on': troublesFlag({
    description: `fail if CMD succeeded, but left one of: ${troubles.join(', ')}`,
  }),
  'fail-status': integer({
    default: 99,
    min: 1,
    max: 255,
    helpValue: 'STATUS',
    description: 'the exit status for --fail-on',
  }),
  events: option({
    options: ['text', 'json'] as const,
    description:
      'report on stderr how each child exits, stops and continues; --events alone is --events=text',
  })(),
  'events-file': string({helpValue: 'FILE', description: 'write the events to FILE (default: as JSON)'}),
  report: string({
    helpValue: 'FILE',
    description: 'write to FILE what became of CMD, and what it left behind',
  }),
  format: option({
    options: ['json', 'junit', 'github'] as const,
    description:
      'the format of the report (default: json); without --report FILE it goes to stderr, instead of text',
  })(),
  json: boolean({char: 'J', description: 'the same as --format json'}),
  time: boolean({description: 'print what CMD used on stderr, as GNU time -v does'}),
  // It is known only to be refused by a sentence of its own.
  'keep-signals': boolean({hidden: true}),
};

export type RunFlagValues = InferredFlags<typeof runFlags> & {readonly quiet: boolean};

/** The format of the report; undefined where text was asked for. --json next to another format is a usage error. */
export function formatOf({format, json}: Pick<RunFlagValues, 'format' | 'json'>): RunFlagValues['format'] {
  if (json && format !== undefined && format !== 'json')
    throw new UsageError({kind: 'flags-exclude-each-other', flags: ['--json', `--format ${format}`]});
  return json ? 'json' : format;
}

function requiredTrouble(text: string): Trouble {
  const trouble = troubles.find(each => each === text);
  if (trouble !== undefined) return trouble;
  throw new UsageError({kind: 'not-a-trouble', text, like: nearest(text, troubles), known: troubles});
}

/** The words of a command line, with the value that --events has without one. */
export function withEventsValue(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, at) => {
    const isAlone = word === '--events' && (end === -1 || at < end);
    return isAlone && !['text', 'json'].includes(words[at + 1] ?? '') ? '--events=text' : word;
  });
}
