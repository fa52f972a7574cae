const MAGIC = 0xeb9f;
const VERSION = 1;
const HEADER_SIZE = 24;

/** Every type begins with: offset of its name (u32), kind and number of elements (u32), size or another type's id (u32). */
const TYPE_SIZE = 12;
/** An element of a struct: offset of its name (u32), id of its type (u32), place in the struct (u32). */
const MEMBER_SIZE = 12;

/** The id that stands for no type. */
const VOID = 0;

const STRUCT = 4;
const UNION = 5;
const FUNCTION = 12;

/** How many bytes follow the first 12 of a type, by its kind: some per type, some per element. */
const trailers: readonly (readonly [perType: number, perElement: number] | undefined)[] = [
  undefined, // 0 is no kind
  [4, 0], // INT
  [0, 0], // PTR
  [12, 0], // ARRAY
  [0, MEMBER_SIZE], // STRUCT
  [0, MEMBER_SIZE], // UNION
  [0, 8], // ENUM
  [0, 0], // FWD
  [0, 0], // TYPEDEF
  [0, 0], // VOLATILE
  [0, 0], // CONST
  [0, 0], // RESTRICT
  [0, 0], // FUNC
  [0, 8], // FUNC_PROTO
  [4, 0], // VAR
  [0, 12], // DATASEC
  [0, 0], // FLOAT
  [4, 0], // DECL_TAG
  [0, 0], // TYPE_TAG
  [0, 12], // ENUM64
];

/**
 * The types of a kernel, as it describes them itself in BTF: Documentation/bpf/btf.rst of the kernel source,
 * /sys/kernel/btf/vmlinux (since Linux 5.4). It is megabytes, of which procdoc wants a dozen offsets: so
 * names are looked for when asked, and nothing is kept but where each type begins.
 * The id of a type is its place in the table, beginning at 1.
 */
export class Btf {
  readonly #types: DataView;
  readonly #strings: Uint8Array;
  /** Where the type of each id begins. Id 0 is not in the table. */
  readonly #starts: Uint32Array;
  /** Ids of the structs asked for so far. */
  readonly #structs = new Map<string, number>();

  constructor(types: DataView, strings: Uint8Array, starts: Uint32Array) {
    this.#types = types;
    this.#strings = strings;
    this.#starts = starts;
  }

  /** The id of a function. */
  functionNamed(name: string): number | undefined {
    return this.#typeNamed(FUNCTION, name);
  }

  /** The size of a struct in bytes. */
  sizeOf(struct: string): number | undefined {
    const start = this.#structStart(this.#structNamed(struct));
    return start === undefined ? undefined : this.#types.getUint32(start + 8, true);
  }

  /**
   * Where a member of a struct begins, be it in an unnamed struct or union within: counted in bits, as it may
   * be a bit field, from the start of the struct asked for.
   */
  bitOffsetOf(struct: string, member: string): number | undefined {
    const wanted = nulTerminated(member);
    const outermost = this.#structNamed(struct);
    const seen = new Set([outermost]);
    const structs = [{id: outermost, base: 0}];
    for (const {id, base} of structs) {
      for (const {nameOffset, type, bitOffset} of this.#membersOf(id)) {
        if (this.#isNamed(nameOffset, wanted)) return base + bitOffset;
        if (nameOffset !== 0 || seen.has(type)) continue;
        seen.add(type);
        structs.push({id: type, base: base + bitOffset});
      }
    }
    return undefined;
  }

  *#membersOf(id: number) {
    const start = this.#structStart(id);
    if (start === undefined) return;
    // Of a struct with bit fields, each member's place holds a width in its upper byte.
    const hasBitFields = this.#types.getUint32(start + 4, true) >>> 31 === 1;
    const end = start + TYPE_SIZE + elementsOf(this.#types, start) * MEMBER_SIZE;
    for (let at = start + TYPE_SIZE; at < end; at += MEMBER_SIZE) {
      const place = this.#types.getUint32(at + 8, true);
      yield {
        nameOffset: this.#types.getUint32(at, true),
        type: this.#types.getUint32(at + 4, true),
        bitOffset: hasBitFields ? place & 0xff_ffff : place,
      };
    }
  }

  #structNamed(name: string): number {
    const known = this.#structs.get(name) ?? this.#typeNamed(STRUCT, name) ?? VOID;
    this.#structs.set(name, known);
    return known;
  }

  #structStart(id: number): number | undefined {
    const start = this.#starts[id];
    if (id === VOID || start === undefined) return undefined;
    const kind = kindOf(this.#types, start);
    return kind === STRUCT || kind === UNION ? start : undefined;
  }

  #typeNamed(kind: number, name: string): number | undefined {
    const wanted = nulTerminated(name);
    for (let id = 1; id < this.#starts.length; id++) {
      const start = this.#starts[id] ?? 0;
      if (kindOf(this.#types, start) !== kind) continue;
      if (this.#isNamed(this.#types.getUint32(start, true), wanted)) return id;
    }
    return undefined;
  }

  #isNamed(nameOffset: number, wanted: Uint8Array): boolean {
    for (let index = 0; index < wanted.length; index++) {
      if (this.#strings[nameOffset + index] !== wanted[index]) return false;
    }
    return true;
  }
}

/**
 * Finds where each type begins. Undefined for what is not little-endian BTF of version 1, is cut short, or
 * has a type of a kind that is unknown here: there would be no telling where the next one begins.
 */
export function parseBtf(bytes: Uint8Array): Btf | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_SIZE || view.getUint16(0, true) !== MAGIC || view.getUint8(2) !== VERSION) {
    return undefined;
  }
  const headerSize = view.getUint32(4, true);
  const section = (offsetAt: number): Uint8Array | undefined => {
    const start = headerSize + view.getUint32(offsetAt, true);
    const end = start + view.getUint32(offsetAt + 4, true);
    return end > bytes.length ? undefined : bytes.subarray(start, end);
  };
  const typeBytes = section(8);
  const strings = section(16);
  if (typeBytes === undefined || strings === undefined) return undefined;
  const types = new DataView(typeBytes.buffer, typeBytes.byteOffset, typeBytes.byteLength);
  const starts = typeStarts(types);
  return starts && new Btf(types, strings, starts);
}

function typeStarts(types: DataView): Uint32Array | undefined {
  const starts = new Uint32Array(1 + types.byteLength / TYPE_SIZE);
  let id = 1;
  let at = 0;
  for (; at + TYPE_SIZE <= types.byteLength; id++) {
    const trailer = trailers[kindOf(types, at)];
    if (trailer === undefined) return undefined;
    starts[id] = at;
    at += TYPE_SIZE + trailer[0] + trailer[1] * elementsOf(types, at);
  }
  return at === types.byteLength ? starts.subarray(0, id) : undefined;
}

function kindOf(types: DataView, start: number): number {
  return (types.getUint32(start + 4, true) >>> 24) & 0x1f;
}

function elementsOf(types: DataView, start: number): number {
  return types.getUint32(start + 4, true) & 0xffff;
}

function nulTerminated(name: string): Uint8Array {
  return Buffer.from(`${name}\0`, 'latin1');
}
