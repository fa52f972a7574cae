/** A member of a struct to be: its name ("" for an unnamed struct or union), the id of its type, where it lies. */
export interface BlobMember {
  readonly name: string;
  readonly type: number;
  readonly bitOffset: number;
  /** Makes it a bit field; then all members of the struct are written as the compiler does with bit fields. */
  readonly bitSize?: number;
}

/** A type to be: any of the kinds in the kernel's btf.rst, by number. */
export interface BlobType {
  readonly kind: number;
  readonly name?: string;
  /** The size of a struct, or the id of another type. */
  readonly sizeOrType?: number;
  readonly members?: readonly BlobMember[];
  /** Words that stand where a struct has its members. */
  readonly words?: readonly number[];
  /** How many elements the words make, for kinds that have any. */
  readonly elements?: number;
}

/** Writes BTF, as the kernel has it in /sys/kernel/btf/vmlinux. The first type gets the id 1. */
export function btfBlob(types: readonly BlobType[]): Buffer {
  let strings = '\0';
  const nameOffset = (name = ''): number => {
    if (name === '') return 0;
    strings += `${name}\0`;
    return strings.length - name.length - 1;
  };
  const words = types.flatMap(type => {
    const members = type.members ?? [];
    const hasBitFields = members.some(({bitSize}) => bitSize !== undefined);
    const elements = type.elements ?? members.length;
    const info = ((hasBitFields ? 1 << 31 : 0) | (type.kind << 24) | elements) >>> 0;
    return [
      ...[nameOffset(type.name), info, type.sizeOrType ?? 0],
      ...members.flatMap(({name, type, bitOffset, bitSize = 0}) => [
        nameOffset(name),
        type,
        (bitSize << 24) | bitOffset,
      ]),
      ...(type.words ?? []),
    ];
  });
  const typeSection = Buffer.from(Uint32Array.from(words).buffer);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0xeb9f, 0);
  header.writeUInt8(1, 2);
  const sections = [header.length, 0, typeSection.length, typeSection.length, strings.length];
  sections.forEach((value, index) => {
    header.writeUInt32LE(value, 4 + 4 * index);
  });
  return Buffer.concat([header, typeSection, Buffer.from(strings, 'latin1')]);
}
