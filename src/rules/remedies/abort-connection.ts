import type {Edge} from '../../snapshot/wait-chain/edge.ts';
import {type Seen, shellCommand} from '../commands/printed-commands.ts';

/** The command that fails every request to the one FUSE server that is waited for: fuse(4). */
export function abortCommand(edges: readonly Edge[], seen: Seen): string | undefined {
  const [connection, ...more] = new Set(edges.flatMap(edge => edge.connection ?? []));
  if (connection === undefined || more.length > 0) return undefined;
  return shellCommand(seen, `echo 1 > /sys/fs/fuse/connections/${connection}/abort`);
}
