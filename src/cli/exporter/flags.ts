import {boolean, custom, option, string} from '@oclif/core/flags';
import {type ListenAddress, parseListenAddress} from '../../parse/targets/listen-address.ts';
import {UsageError} from '../failures.ts';
import {durationFlag} from '../values.ts';

const LOOPBACK = '127.0.0.1';

/** The port is registered for no other exporter: 9957. */
export const DEFAULT_ADDRESS: ListenAddress = {host: LOOPBACK, port: 9957};

/** A look takes all of a processor where it comes more often: seconds. */
const SHORTEST_SECONDS = 1;

const listenFlag = custom<ListenAddress>({
  helpValue: 'ADDRESS',
  parse: async text => {
    const address = parseListenAddress(text, LOOPBACK);
    if (address) return address;
    throw new UsageError({kind: 'not-a-listen-address', text});
  },
});

/** The flags of `procdoc exporter`. */
export const exporterFlags = {
  listen: listenFlag({
    description:
      'where to listen: 127.0.0.1:9957 (the default, unless systemd passes a socket), [::1]:9957, or :9957 for every address of the machine',
  }),
  once: boolean({
    exclusive: ['listen'],
    description: 'print the metrics once, as they are now, and serve nothing',
  }),
  config: string({
    helpValue: 'FILE',
    description: 'the policy file (default: the nearest procdoc.toml in the working directory or above)',
  }),
  'rules-every': durationFlag({
    default: 60,
    min: SHORTEST_SECONDS,
    defaultHelp: async () => '1m',
    description: `ask the rules and the policy so often (at least ${SHORTEST_SECONDS}s)`,
  }),
  events: option({
    options: ['auto', 'bpf', 'connector', 'none'] as const,
    default: 'auto' as const,
    description: 'by what forks, exits, OOM kills and reaps are counted; auto: the best that can be had',
  })(),
};

/** The values of the flags of `exporter`. */
export interface ExporterFlagValues {
  /** Undefined where none was given. */
  readonly listen: ListenAddress | undefined;
  readonly once: boolean;
  readonly config: string | undefined;
  /** Seconds. */
  readonly 'rules-every': number;
  readonly events: 'auto' | 'bpf' | 'connector' | 'none';
}
