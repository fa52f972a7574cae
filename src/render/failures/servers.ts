import {listed} from '../../rules/words/listed.ts';
import {type Named, named} from '../../rules/words/named.ts';

/** Why `exporter` can't serve. */
export const serverWords = {
  'not-a-listen-address': ({text}: {text: string}) =>
    `"${text}" isn't an address to listen at: write 127.0.0.1:9957, [::1]:9957, or :9957 for every address`,
  /** `holders`: the processes that are seen to have the port. */
  'port-taken': ({address, holders}: {address: string; holders: readonly Named[]}) =>
    `${address} is in use ${holders.length > 0 ? `by ${listed(holders.map(named), 3)}` : 'by a process that is not visible from here'}: stop it, or choose another port with --listen`,
  /** `sockets`: how many were passed. */
  'listen-and-passed-sockets': ({sockets}: {sockets: number}) =>
    `--listen can't be used where systemd passes ${sockets === 1 ? 'a socket' : `${sockets} sockets`} (LISTEN_FDS=${sockets}): leave out --listen, or disable the .socket unit`,
  'not-a-listening-socket': ({descriptor}: {descriptor: number}) =>
    `descriptor ${descriptor}, passed by LISTEN_FDS, isn't a listening stream socket: the .socket unit takes ListenStream= and Accept=no`,
  'cannot-listen': ({address, errno}: {address: string; errno: string}) =>
    `can't listen at ${address} (${errno})${unlistenableText(errno)}`,
};

function unlistenableText(errno: string): string {
  switch (errno) {
    case 'EACCES':
      return ': ports below 1024 take root or CAP_NET_BIND_SERVICE';
    case 'EADDRNOTAVAIL':
      return ': this machine has no such address';
    default:
      return '';
  }
}
