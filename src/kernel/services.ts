import {readFileSync} from 'node:fs';
import {attempt} from './descriptor.ts';
import type {Read} from './read.ts';

/** The bytes of /etc/services (services(5)); many a container has no such file. */
export function readServices(): Read<Buffer> {
  return attempt(() => readFileSync('/etc/services'));
}
