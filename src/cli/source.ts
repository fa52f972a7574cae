import {option} from '@oclif/core/flags';
import type {Unreadable} from '../snapshot/ledger.ts';
import type {Answer} from './procdoc-command.ts';

/** --source, for a command that can do without /proc; its default is what this system has. */
export function sourceFlag(whatPsLacks: string) {
  return option({
    options: ['proc', 'ps'] as const,
    default: process.platform === 'linux' ? 'proc' : 'ps',
    noCacheDefault: true,
    exclusive: ['from'],
    description: `where to look: /proc, or ps(1), which ${whatPsLacks}`,
  })();
}

/** An answer that was had from ps(1): it is never complete, and says so. */
export function answerByPs(answer: Answer, unknown: readonly Unreadable[]): Answer {
  return {
    ...answer,
    json: () => ({complete: false, unreadable: unknown, ...answer.json()}),
    remarks: () => [`by ps(1), which does not tell ${unknown.map(({what}) => what).join(', ')}`],
  };
}
