/**
 * Whether cgroup.events of a cgroup (v2) says that all in it are frozen: the line "frozen 1" (cgroups(7), since
 * Linux 5.2). Undefined where there is no such line: the root cgroup, and older kernels.
 */
export function parseFrozen(bytes: Buffer): boolean | undefined {
  const [, frozen] = /^frozen ([01])$/m.exec(bytes.toString('latin1')) ?? [];
  return frozen === undefined ? undefined : frozen === '1';
}

/**
 * Whether cgroup.freeze of a cgroup (v2) asks for its processes to be frozen, whether or not they all are yet
 * (cgroups(7), since Linux 5.2).
 */
export function parseFreezeWanted(bytes: Buffer): boolean {
  return bytes.toString('latin1').trim() === '1';
}

/** The words of freezer.state: FREEZING where not all that are in the cgroup are frozen yet. */
export type FreezerState = 'THAWED' | 'FREEZING' | 'FROZEN';

/**
 * What freezer.state of a cgroup (v1) says: cgroup-v1/freezer-subsystem in the kernel's documentation. Undefined for
 * anything else than its three words.
 */
export function parseFreezerState(bytes: Buffer): FreezerState | undefined {
  const state = bytes.toString('latin1').trim();
  return state === 'THAWED' || state === 'FREEZING' || state === 'FROZEN' ? state : undefined;
}
