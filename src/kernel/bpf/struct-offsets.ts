import type {Btf} from './btf.ts';

/**
 * The wanted members of kernel structs, each as struct and member in the kernel source; where kernels name the member
 * differently, with every name that it has or had.
 */
export type WantedMembers = Readonly<Record<string, readonly [struct: string, ...names: string[]]>>;

/**
 * Where each wanted member begins in its struct, in bits; undefined where the kernel lacks one, or names one
 * differently.
 */
export function bitOffsetsOf<Wanted extends WantedMembers>(
  btf: Btf,
  wanted: Wanted,
): Readonly<Record<keyof Wanted, number>> | undefined {
  const offsets = Object.entries(wanted).map(
    ([name, [struct, ...names]]) => [name, firstOffset(btf, struct, names)] as const,
  );
  if (offsets.some(([, offset]) => offset === undefined)) return undefined;
  return Object.fromEntries(offsets) as Record<keyof Wanted, number>;
}

function firstOffset(btf: Btf, struct: string, names: readonly string[]): number | undefined {
  for (const name of names) {
    const offset = btf.bitOffsetOf(struct, name);
    if (offset !== undefined) return offset;
  }
  return undefined;
}

/** Where each wanted member begins in its struct, in bytes; for a bit field, the byte in which it begins. */
export function byteOffsetsOf<Wanted extends WantedMembers>(
  btf: Btf,
  wanted: Wanted,
): Readonly<Record<keyof Wanted, number>> | undefined {
  const bits = bitOffsetsOf(btf, wanted);
  const inBytes = bits && Object.entries<number>(bits).map(([name, bit]) => [name, Math.floor(bit / 8)]);
  return inBytes && Object.fromEntries(inBytes);
}
