import {
  ARGUMENT_WORDS,
  FUNCTION,
  kindOf,
  MEMBER_WORDS,
  POINTER,
  STRUCT,
  TYPE_WORDS,
  TYPEDEF,
  type TypeTable,
  typeAt,
  typeTable,
  UNION,
  WORD,
} from './btf-type-table.ts';

const MAGIC = 0xeb9f;
const VERSION = 1;
const HEADER_SIZE = 24;

/** The id of `void`. */
const VOID = 0;

/** A tracepoint: the id of the type that stands for it, and whether its first argument is a pointer, or a number. */
export interface Tracepoint {
  readonly id: number;
  readonly takesPointer: boolean;
}

/**
 * The types of a kernel, which the kernel itself describes in BTF: Documentation/bpf/btf.rst of the kernel source,
 * /sys/kernel/btf/vmlinux (since Linux 5.4). The description has megabytes, of which procdoc wants a dozen offsets, so
 * names are searched for on demand, and only the places where types begin are kept. The id of a type is its place in
 * the table, beginning at 1.
 */
export class Btf {
  readonly #types: TypeTable;
  readonly #strings: Buffer;
  /** The ids of the structs that were asked for so far. */
  readonly #structs = new Map<string, number>();

  constructor(types: TypeTable, strings: Buffer) {
    this.#types = types;
    this.#strings = strings;
  }

  /** The id of a function. */
  functionNamed(name: string): number | undefined {
    return this.#idOf(name, FUNCTION);
  }

  /** A tracepoint; the type of its arguments is a pointer to a function, whose own first argument is not among them. */
  tracepointNamed(name: string): Tracepoint | undefined {
    const id = this.#idOf(`btf_trace_${name}`, TYPEDEF);
    if (id === undefined) return undefined;
    const {words, starts} = this.#types;
    const typeAt = (start: number) => starts[words[start] ?? VOID] ?? 0;
    const prototype = typeAt(typeAt((starts[id] ?? 0) + 2) + 2);
    const argument = typeAt(prototype + TYPE_WORDS + ARGUMENT_WORDS + 1);
    return {id, takesPointer: kindOf(words[argument + 1] ?? 0) === POINTER};
  }

  #idOf(name: string, kind: number): number | undefined {
    const {words} = this.#types;
    return this.#firstNamed(name, nameOffset => {
      for (let at = words.indexOf(nameOffset); at !== -1; at = words.indexOf(nameOffset, at + 1)) {
        if (kindOf(words[at + 1] ?? 0) !== kind) continue;
        const id = typeAt(this.#types, at);
        if (id !== VOID) return id;
      }
      return undefined;
    });
  }

  /** The size of a struct in bytes. */
  sizeOf(struct: string): number | undefined {
    const start = this.#structStart(this.#structNamed(struct));
    return start === undefined ? undefined : this.#types.words[start + 2];
  }

  /**
   * Where a member of a struct begins, also one in an unnamed struct or union within. The offset is in bits, because
   * the member can be a bit field, and counts from the start of the named struct.
   *
   * @param path the name of a member; "se.exec_start" is a member of the struct that is itself a member
   */
  bitOffsetOf(struct: string, path: string): number | undefined {
    let at: {readonly type: number; readonly bitOffset: number} | undefined = {
      type: this.#structNamed(struct),
      bitOffset: 0,
    };
    for (const name of path.split('.')) {
      const member = this.#memberOf(at.type, name);
      if (!member) return undefined;
      at = {type: member.type, bitOffset: at.bitOffset + member.bitOffset};
    }
    return at.bitOffset;
  }

  /** Goes through the words themselves: to find a dozen members, thousands are looked at, before V8 has compiled this. */
  #memberOf(struct: number, name: string): {readonly type: number; readonly bitOffset: number} | undefined {
    const {words} = this.#types;
    const wanted = nulTerminated(name);
    const seen = new Set([struct]);
    const structs = [{id: struct, base: 0}];
    for (const {id, base} of structs) {
      const start = this.#structStart(id);
      if (start === undefined) continue;
      const info = words[start + 1] ?? 0;
      // In a struct with bit fields, the upper byte of each member's place is its width.
      const placeBits = info >>> 31 === 1 ? 0xff_ffff : 0xffff_ffff;
      const end = start + TYPE_WORDS + (info & 0xffff) * MEMBER_WORDS;
      for (let at = start + TYPE_WORDS; at < end; at += MEMBER_WORDS) {
        const nameOffset = words[at] ?? 0;
        const isWanted = this.#isNamed(nameOffset, wanted);
        if (!isWanted && nameOffset !== 0) continue;
        const type = words[at + 1] ?? 0;
        const bitOffset = base + (((words[at + 2] ?? 0) & placeBits) >>> 0);
        if (isWanted) return {type, bitOffset};
        if (seen.has(type)) continue;
        seen.add(type);
        structs.push({id: type, base: bitOffset});
      }
    }
    return undefined;
  }

  #structNamed(name: string): number {
    const known = this.#structs.get(name);
    if (known !== undefined) return known;
    const {structs, structNames} = this.#types;
    const found = this.#firstNamed(name, nameOffset => structs[structNames.indexOf(nameOffset)]) ?? VOID;
    this.#structs.set(name, found);
    return found;
  }

  #structStart(id: number): number | undefined {
    const start = id === VOID ? undefined : this.#types.starts[id];
    if (start === undefined) return undefined;
    const kind = kindOf(this.#types.words[start + 1] ?? 0);
    return kind === STRUCT || kind === UNION ? start : undefined;
  }

  /** The first result of `find` for the places of a name among the strings, where a name can stand more than once. */
  #firstNamed(name: string, find: (nameOffset: number) => number | undefined): number | undefined {
    const wanted = `\0${name}\0`;
    let at = this.#strings.indexOf(wanted, 0, 'latin1');
    while (at !== -1) {
      const found = find(at + 1);
      if (found !== undefined) return found;
      at = this.#strings.indexOf(wanted, at + 1, 'latin1');
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
 * Finds where each type begins. Undefined for bytes that are not little-endian BTF of version 1, that are cut short, or
 * that have a type of an unknown kind: the next type's place would not be known.
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
  if (typeBytes === undefined || strings === undefined || typeBytes.length % WORD !== 0) return undefined;
  const types = typeTable(typeBytes);
  return types && new Btf(types, Buffer.from(strings.buffer, strings.byteOffset, strings.length));
}

function nulTerminated(name: string): Uint8Array {
  return Buffer.from(`${name}\0`, 'latin1');
}
