import type {Machine} from '../../kernel/machine/machine.ts';
import {orUndefined} from '../../kernel/read.ts';
import {type Capability, hasCapability} from '../../parse/process/capabilities.ts';
import {parsePidStatus} from '../../parse/process/pid-status.ts';

/** What the process that looks may do. */
export interface Privileges {
  readonly isRoot: boolean;
  /** Whether it is known to have no such capability. */
  readonly lacks: (capability: Capability) => boolean;
}

/** The privileges of procdoc; of a recording, of the procdoc that made it. */
export function readPrivileges({host, procfs}: Machine): Privileges {
  const bytes = orUndefined(procfs.read('self/status'));
  const effective = bytes && parsePidStatus(bytes)?.effectiveCapabilities;
  return {
    isRoot: host.uid === 0,
    lacks: capability => effective !== undefined && !hasCapability(effective, capability),
  };
}
