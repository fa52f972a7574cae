import {decodeText} from '../text.ts';
import type {Protocol} from './port-address.ts';

/**
 * The ports of services by name and alias, from services(5). The first entry counts, as for getservbyname(3); without a
 * protocol, that of any protocol.
 */
export function parseServices(
  bytes: Buffer,
): (service: string, protocol: Protocol | null) => number | undefined {
  const ports = new Map<string, number>();
  for (const line of decodeText(bytes).split('\n')) {
    const [name, place, ...aliases] = line.replace(/#.*/s, '').trim().split(/\s+/);
    const [, digits, protocol] = /^(\d{1,5})\/(\w+)$/.exec(place ?? '') ?? [];
    if (!name || digits === undefined) continue;
    for (const each of [name, ...aliases])
      for (const key of [each, `${each}/${protocol}`]) if (!ports.has(key)) ports.set(key, Number(digits));
  }
  return (service, protocol) => ports.get(protocol === null ? service : `${service}/${protocol}`);
}
