/**
 * An address and port, as a person or a peer names them: "127.0.0.1", "[::1]"; "localhost": either of these; null: any
 * address.
 */
export interface InetAddress {
  readonly address: string | null;
  readonly port: number;
}

/** An IPv4 address that an IPv6 socket has reads as IPv4 has it: "[::ffff:127.0.0.1]:80" is "127.0.0.1:80". */
export function plainAddress(address: string): string {
  return address.replace(/^\[::ffff:([\d.]+)\]/, '$1');
}

/** The two parts of "127.0.0.1:80" or "[::1]:80", in plain form; undefined where it is no such address. */
export function parseAddress(text: string): {readonly address: string; readonly port: number} | undefined {
  const [, address, port] = /^(.*):(\d+)$/.exec(plainAddress(text)) ?? [];
  return address === undefined ? undefined : {address, port: Number(port)};
}

/**
 * Whether a socket bound to `local` takes an address and port. The wildcard takes the port at every address; that of
 * IPv6 takes IPv4 too, as a rule: ipv6(7), IPV6_V6ONLY.
 */
export function occupies(local: string, {address, port}: InetAddress): boolean {
  if (address === 'localhost')
    return ['127.0.0.1', '[::1]'].some(one => occupies(local, {address: one, port}));
  const bound = parseAddress(local);
  if (bound?.port !== port) return false;
  if (address === null || bound.address === address || bound.address === '[::]') return true;
  return bound.address === '0.0.0.0' && !address.startsWith('[');
}
