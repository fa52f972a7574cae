/** A string of a source text, with "…" for each expression in a template. */
export interface StringLiteral {
  readonly text: string;
  /** The statement before the string, without comments, and without the strings in it. */
  readonly statement: string;
}

const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const quoted = /'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"/y;
const pattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
/** What a value can stand behind, and so a regular expression rather than a division. */
const beforeValue = /(?:^|[=(,:[!&|?{};>+\-~]|\breturn)\s*$/;

/** The strings of a TypeScript source, those within the expressions of templates too. */
export function stringLiterals(source: string): StringLiteral[] {
  return new Scanner(source).literals();
}

class Scanner {
  readonly #source: string;
  readonly #literals: StringLiteral[] = [];
  #at = 0;
  #statement = '';

  constructor(source: string) {
    this.#source = source;
  }

  literals(): StringLiteral[] {
    while (this.#at < this.#source.length) this.#code();
    return this.#literals;
  }

  /** Code up to the brace that ends an expression in a template, or to the end. */
  #code(): void {
    for (let depth = 0; depth >= 0 && this.#at < this.#source.length; ) {
      const statement = this.#statement;
      if (this.#match(comment)) continue;
      const string = this.#match(quoted);
      if (string) {
        this.#literals.push({text: string[1] ?? string[2] ?? '', statement});
        continue;
      }
      const char = this.#source[this.#at] ?? '';
      if (char === '`') this.#template();
      else if (char !== '/' || !beforeValue.test(statement) || !this.#match(pattern)) {
        depth += char === '{' ? 1 : char === '}' ? -1 : 0;
        this.#statement = char === ';' ? '' : statement + char;
        this.#at += 1;
      }
    }
  }

  #template(): void {
    const statement = this.#statement;
    let text = '';
    for (this.#at += 1; this.#at < this.#source.length && this.#source[this.#at] !== '`'; ) {
      const start = this.#at;
      if (this.#match(/\$\{/y)) {
        this.#code();
        text += '…';
      } else {
        this.#at += this.#source[this.#at] === '\\' ? 2 : 1;
        text += this.#source.slice(start, this.#at);
      }
    }
    this.#at += 1;
    this.#literals.push({text, statement});
  }

  #match(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.#at;
    const matched = form.exec(this.#source);
    this.#at += matched?.[0].length ?? 0;
    return matched;
  }
}
