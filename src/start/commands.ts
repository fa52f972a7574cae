import type {Command} from '@oclif/core/command';

/** Every command by its name; a module is evaluated only when its command runs. */
export const COMMANDS: Readonly<Record<string, () => Promise<{default: Command.Class}>>> = {
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
  reap: () => import('../commands/reap.ts'),
  record: () => import('../commands/record.ts'),
  schema: () => import('../commands/schema.ts'),
  completion: () => import('../commands/completion.ts'),
};
