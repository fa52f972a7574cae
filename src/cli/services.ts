import {orUndefined} from '../kernel/read.ts';
import {readServices} from '../kernel/services.ts';
import {type FindPort, noServices} from '../parse/targets/port-address.ts';
import {parseServices} from '../parse/targets/services.ts';

let known: FindPort | undefined;

/** The port of a service by the file of this machine, also for a recording: the name is a word of the command line. */
export const findPort: FindPort = (service, protocol) => {
  if (known === undefined) {
    const bytes = orUndefined(readServices());
    known = bytes === undefined ? noServices : parseServices(bytes);
  }
  return known(service, protocol);
};
