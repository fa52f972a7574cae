import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';

const SECONDS_TO_LEAVE = 30;

/** A program that a test has started, and that runs until it gets SIGTERM. */
export interface Server {
  /** What it has printed until now, on both streams. */
  readonly said: () => string;
  stop(): Promise<void>;
}

export async function startServer(command: readonly string[]): Promise<Server> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {stdio: ['ignore', 'pipe', 'pipe']});
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', more => {
      said += more;
    });
  return {
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      const late = sleep(SECONDS_TO_LEAVE * 1000, 'late' as const, {ref: false});
      if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
    },
  };
}

/** Runs `use` while a server runs; a failure also says what the server said. */
export async function withServer(command: readonly string[], use: () => Promise<void>): Promise<void> {
  const server = await startServer(command);
  try {
    await use();
  } catch (error) {
    const {message} = error as Error;
    throw new Error(`${message}\n${command.join(' ')} said: ${server.said()}`, {cause: error});
  } finally {
    await server.stop();
  }
}
