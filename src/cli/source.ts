import {option, string} from '@oclif/core/flags';
import {psSentence} from '../render/unreadable.ts';
import type {Unreadable} from '../snapshot/ledger.ts';
import type {Answer} from './procdoc-command.ts';

/** --source, for a command that works without /proc; its default is what this system has. */
export function sourceFlag(whatPsLacks: string) {
  return option({
    options: ['proc', 'ps'] as const,
    default: process.platform === 'linux' ? 'proc' : 'ps',
    noCacheDefault: true,
    exclusive: ['from'],
    description: `where to look: /proc, or ps(1), which ${whatPsLacks}`,
  })();
}

/** --from, for a command that answers from several recordings, too. */
export const severalFrom = string({
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'FILE|DIR',
  exclusive: ['proc'],
  description:
    'answer from a recording made by procdoc record, or from several: repeatable, or a folder of them; "-" is standard input',
});

/** An answer from ps(1): never complete, and marked so. */
export function answerByPs(answer: Answer, unknown: readonly Unreadable[]): Answer {
  return {
    ...answer,
    json: () => ({complete: false, unreadable: unknown, ...answer.json()}),
    remarks: () => [psSentence(unknown)],
  };
}
