import {randomInt} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';

/** The first that takes no privilege. */
const LOWEST = 1024;
const HIGHEST = 65_535;

/**
 * Ports of the loopback that are free now, each another one. The kernel gives none of them to a socket that asks for any
 * port (ip_local_port_range of ip(7)), so that they stay free until a program listens there.
 */
export async function freePorts(count: number): Promise<number[]> {
  const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'latin1');
  const [lowest = LOWEST, highest = HIGHEST] = range.trim().split(/\s+/).map(Number);
  const below = lowest - LOWEST;
  const ports = new Set<number>();
  while (ports.size < count) {
    const at = randomInt(below + HIGHEST - highest);
    const port = at < below ? LOWEST + at : highest + 1 + at - below;
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}
