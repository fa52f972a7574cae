import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {userInfo} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {IS_ROOT, run} from '../procdoc.ts';

/** OpenSSH's server on this machine's loopback, with keys of its own, and what its clients need. */
export interface LoopbackSsh {
  readonly user: string;
  /** The file of the key that it takes. */
  readonly key: string;
  /** Where a login is as usual. */
  readonly port: number;
  /** Where a login prints a greeting first, as a shell's start-up file may. */
  readonly greetingPort: number;
  /** Where nobody listens. */
  readonly deadPort: number;
  stop(): Promise<void>;
}

/** @param folder of the test, for keys and configuration */
export async function startLoopbackSsh(folder: string): Promise<LoopbackSsh> {
  const at = (name: string) => path.join(folder, name);
  for (const name of ['host-key', 'key'])
    assert.equal(
      (await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', at(name)])).status,
      0,
      name,
    );
  const [port = 0, greetingPort = 0, deadPort = 0] = await freePorts(3);
  writeFileSync(
    at('sshd_config'),
    `ListenAddress 127.0.0.1:${port}
ListenAddress 127.0.0.1:${greetingPort}
HostKey ${at('host-key')}
AuthorizedKeysFile ${at('key.pub')}
PidFile none
UsePAM no
StrictModes no
Match LocalPort ${greetingPort}
  ForceCommand echo Welcome; eval "$SSH_ORIGINAL_COMMAND"
`,
  );
  // Where sshd runs as root, it takes its privileges apart there.
  if (IS_ROOT) mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const said: string[] = [];
  const listening = new Promise<void>((resolve, reject) => {
    createInterface({input: server.stderr}).on('line', line => {
      said.push(line);
      if (said.filter(one => one.startsWith('Server listening')).length === 2) resolve();
    });
    server.once('exit', () => reject(new Error(`sshd has left: ${said.join('\n')}`)));
  });
  await listening;
  return {
    user: userInfo().username,
    key: at('key'),
    port,
    greetingPort,
    deadPort,
    async stop() {
      server.kill();
      await ended;
    },
  };
}

/** Ports of the loopback that are free now, each another one. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({length: count}, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => once(server, 'listening')));
  const ports = servers.map(server => (server.address() as {port: number}).port);
  await Promise.all(servers.map(server => once(server.close(), 'close')));
  return ports;
}
