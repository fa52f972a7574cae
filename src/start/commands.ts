import type {Command} from '@oclif/core/command';
import type {Config} from '@oclif/core/config';
import type {BareCommand} from '../cli/bare-command.ts';

/** A class of commands; an instance runs once, for the words of a command line. */
export type CommandClass = Omit<typeof Command, 'prototype'> &
  (new (
    words: string[],
    config: Config,
  ) => BareCommand<typeof Command>);

/** Every command by its name; a module is evaluated only when its command runs. */
export const COMMANDS: Readonly<Record<string, () => Promise<{default: CommandClass}>>> = {
  inspect: () => import('../commands/inspect.ts'),
  diagnose: () => import('../commands/diagnose.ts'),
  explain: () => import('../commands/explain.ts'),
  zombies: () => import('../commands/zombies.ts'),
  'decode-status': () => import('../commands/decode-status.ts'),
  holders: () => import('../commands/holders.ts'),
  'inherited-fds': () => import('../commands/inherited-fds.ts'),
  locks: () => import('../commands/locks.ts'),
  orphans: () => import('../commands/orphans.ts'),
  scripts: () => import('../commands/scripts.ts'),
  sigchld: () => import('../commands/sigchld.ts'),
  signals: () => import('../commands/signals.ts'),
  tree: () => import('../commands/tree.ts'),
  why: () => import('../commands/why.ts'),
  check: () => import('../commands/check.ts'),
  run: () => import('../commands/run.ts'),
  watch: () => import('../commands/watch.ts'),
  exporter: () => import('../commands/exporter.ts'),
  reap: () => import('../commands/reap.ts'),
  record: () => import('../commands/record.ts'),
  report: () => import('../commands/report.ts'),
  schema: () => import('../commands/schema.ts'),
  completion: () => import('../commands/completion.ts'),
};
