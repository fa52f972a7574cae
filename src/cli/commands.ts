import type {Command} from '@oclif/core/command';

/** Every command by its name; a module is evaluated only when its command runs. */
export const COMMANDS: Readonly<Record<string, () => Promise<{default: Command.Class}>>> = {
  zombies: () => import('../commands/zombies.ts'),
  'inherited-fds': () => import('../commands/inherited-fds.ts'),
  sigchld: () => import('../commands/sigchld.ts'),
};
