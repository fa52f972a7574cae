import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import {IS_ROOT, run} from '../procdoc.ts';
import {until} from '../subject.ts';
import {freePorts} from './free-ports.ts';
import {type Server, startServer} from './server.ts';

/** OpenSSH's server on this machine's loopback, with keys of its own, and what its clients need. */
export interface LoopbackSsh extends Server {
  readonly user: string;
  /** The file of the key that it takes. */
  readonly key: string;
  /** Where a login is as usual. */
  readonly port: number;
  /** Where a login prints a greeting first, as a shell's start-up file may. */
  readonly greetingPort: number;
  /** Where nobody listens. */
  readonly deadPort: number;
}

/** @param folder of the test, for keys and configuration */
export async function startLoopbackSsh(folder: string): Promise<LoopbackSsh> {
  const at = (name: string) => path.join(folder, name);
  for (const name of ['host-key', 'key']) {
    const {status, stderr} = await run(['ssh-keygen', '-q', ...['-t', 'ed25519', '-N', '', '-f', at(name)]]);
    assert.equal(status, 0, stderr);
  }
  const [port = 0, greetingPort = 0, deadPort = 0] = await freePorts(3);
  const config = `ListenAddress 127.0.0.1:${port}
ListenAddress 127.0.0.1:${greetingPort}
HostKey ${at('host-key')}
AuthorizedKeysFile ${at('key.pub')}
PidFile none
UsePAM no
StrictModes no
Match LocalPort ${greetingPort}
  ForceCommand echo Welcome; eval "$SSH_ORIGINAL_COMMAND"
`;
  writeFileSync(at('sshd_config'), config);
  // The folder that sshd confines itself to as root is made by the start of Debian's own.
  if (IS_ROOT) mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
  const server = await startServer(['/usr/sbin/sshd', '-D', '-e', '-f', at('sshd_config')]);
  try {
    await until('sshd listens', () => server.said().match(/Server listening/g)?.length === 2);
  } catch (error) {
    await server.stop();
    throw new Error(server.said(), {cause: error});
  }
  return {...server, user: userInfo().username, key: at('key'), port, greetingPort, deadPort};
}
