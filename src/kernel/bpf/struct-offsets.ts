import type {Btf} from './btf.ts';

/** Members that are wanted of structs of the kernel: each as the struct and the member, as the kernel source names them. */
export type WantedMembers = Readonly<Record<string, readonly [struct: string, member: string]>>;

/** Where each wanted member begins in its struct, in bits; undefined where one is called otherwise, or is not there. */
export function bitOffsetsOf<Wanted extends WantedMembers>(
  btf: Btf,
  wanted: Wanted,
): Readonly<Record<keyof Wanted, number>> | undefined {
  const offsets = Object.entries(wanted).map(
    ([name, [struct, member]]) => [name, btf.bitOffsetOf(struct, member)] as const,
  );
  if (offsets.some(([, offset]) => offset === undefined)) return undefined;
  return Object.fromEntries(offsets) as Record<keyof Wanted, number>;
}

/** The same in bytes; of a bit field, the byte that it begins in. */
export function byteOffsetsOf<Wanted extends WantedMembers>(
  btf: Btf,
  wanted: Wanted,
): Readonly<Record<keyof Wanted, number>> | undefined {
  const bits = bitOffsetsOf(btf, wanted);
  const inBytes = bits && Object.entries<number>(bits).map(([name, bit]) => [name, Math.floor(bit / 8)]);
  return inBytes && Object.fromEntries(inBytes);
}
