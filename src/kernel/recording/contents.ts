import {crc32} from 'node:zlib';

/** What the line after the contents begins with: "# contents at BYTE, crc32 HEX". */
export const SEAL = '# contents at';
/** What each line of the contents begins with: "# at BYTE: PID:BYTES BYTES PID:BYTES". */
export const CONTENTS_LINE = '# at';

/** So that an editor shows them without a bar to scroll by. */
const ENTRIES_PER_LINE = 16;

/**
 * Counts and sums up what is written of a recording, so that its contents can stand at its end. They are comments: how many
 * bytes the sections of each process take, where the first of each line begins, and a checksum (CRC-32) of all bytes above
 * it. Whoever finds the checksum right can go to the sections of a process without reading those before.
 */
export class Contents {
  readonly #lines: string[] = [];
  #line = '';
  #entries = 0;
  #pid = Number.NaN;
  #size = 0;
  #checksum = 0;

  /**
   * Notes what is written next. Its answer is the same text.
   * @param text its bytes as latin1
   * @param number the pid that all sections in it are about; "" for what is about the machine
   */
  add(text: string, number = ''): string {
    if (number !== '') this.#addEntry(Number(number), text.length);
    return this.#count(text);
  }

  /** The lines of the contents; empty where nothing was about a process. */
  *lines(): Generator<string> {
    this.#endLine();
    if (this.#lines.length === 0) return;
    const start = this.#size;
    for (const line of this.#lines) yield this.#count(`${line}\n`);
    yield `${SEAL} ${start}, crc32 ${this.#checksum.toString(16).padStart(8, '0')}\n`;
  }

  #addEntry(pid: number, length: number): void {
    if (this.#entries === 0) this.#line = `${CONTENTS_LINE} ${this.#size}:`;
    const isNext = this.#entries > 0 && pid === this.#pid + 1;
    this.#line += isNext ? ` ${length}` : ` ${pid}:${length}`;
    this.#pid = pid;
    this.#entries += 1;
    if (this.#entries === ENTRIES_PER_LINE) this.#endLine();
  }

  #endLine(): void {
    if (this.#entries > 0) this.#lines.push(this.#line);
    this.#entries = 0;
  }

  #count(text: string): string {
    this.#size += text.length;
    this.#checksum = crc32(Buffer.from(text, 'latin1'), this.#checksum);
    return text;
  }
}
