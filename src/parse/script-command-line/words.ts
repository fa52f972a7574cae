/** The words of a command line behind the program's name, taken one after the other. */
export class Words {
  readonly #list: readonly string[];
  #at = 0;

  constructor(list: readonly string[]) {
    this.#list = list;
  }

  /** The next word, left in its place. */
  peek(): string | undefined {
    return this.#list[this.#at];
  }

  /** The next word. */
  take(): string | undefined {
    const word = this.peek();
    if (word !== undefined) this.#at += 1;
    return word;
  }

  /** The next word if it is a dash with something behind it (`--` too); a lone dash is an operand. */
  takeOption(): string | undefined {
    const word = this.peek();
    return word !== undefined && word.length > 1 && word.startsWith('-') ? this.take() : undefined;
  }

  /** The word taken last. */
  previous(): string | undefined {
    return this.#list[this.#at - 1];
  }

  /** All words not taken. */
  rest(): readonly string[] {
    return this.#list.slice(this.#at);
  }
}

/** `--name=value` as name and value; the value is undefined where there is no equals sign. */
export function splitAtEquals(option: string): [name: string, value: string | undefined] {
  const at = option.indexOf('=');
  return at === -1 ? [option, undefined] : [option.slice(0, at), option.slice(at + 1)];
}
