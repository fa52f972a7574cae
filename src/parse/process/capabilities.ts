/** Capabilities that procdoc can use, by their bit: <linux/capability.h>. */
const bits = {
  CAP_DAC_OVERRIDE: 1,
  CAP_DAC_READ_SEARCH: 2,
  CAP_SYS_PTRACE: 19,
  CAP_SYS_ADMIN: 21,
  CAP_PERFMON: 38,
  CAP_BPF: 39,
} as const;

export type Capability = keyof typeof bits;

/** Whether a capability is in a set, as CapEff of /proc/PID/status has it: capabilities(7). */
export function hasCapability(set: bigint, name: Capability): boolean {
  return ((set >> BigInt(bits[name])) & 1n) === 1n;
}
