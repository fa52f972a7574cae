import type {Command} from '@oclif/core/command';
import {option} from '@oclif/core/flags';
import type {InferredFlags} from '@oclif/core/interfaces';
import {type DrawingFormat, type Graph, isDrawing} from '../render/drawings/graph.ts';
import type {Problem} from '../render/failures/problem.ts';
import type {Page} from '../render/page.ts';
import {jsonText, printable} from '../render/safe-text.ts';
import {styleFor} from '../render/style.ts';
import {remarkLines} from '../render/unreadable.ts';
import {BareCommand} from './bare-command.ts';
import {exitStatus, failureText, UsageError} from './failures.ts';
import {asksForTable, type ListingFlagValues} from './listing-flags.ts';
import {say} from './messages.ts';
import {joinedInPieces} from './pieces.ts';
import {outputTerminal, print, printAll} from './standard-output.ts';

/** A terminal that does not know its width says 0. */
const STANDARD_WIDTH = 80;
/** Longer lines are hard to read. */
const WIDEST_PROSE = 100;
/** Below this nothing can be laid out. */
const NARROWEST = 40;

/** How wide an answer is: as its terminal; elsewhere as COLUMNS says, and otherwise as wide as its longest line. */
function widthOf(terminal: NodeJS.WriteStream | undefined): Pick<Page, 'width' | 'screen'> {
  if (terminal === undefined) {
    const asked = /^\d+$/.test(process.env.COLUMNS ?? '') ? Number(process.env.COLUMNS) : 0;
    const width = asked === 0 ? Number.POSITIVE_INFINITY : Math.max(NARROWEST, asked);
    return {width, screen: width};
  }
  const screen = Math.max(NARROWEST, terminal.columns || STANDARD_WIDTH);
  return {width: Math.min(screen, WIDEST_PROSE), screen};
}

/** A command's answer, twice: as the JSON contract has it, and as lines for a person. */
export interface Answer {
  /** Without `schema`, which every answer gets, and `complete` and `unreadable` where nothing was missed. */
  readonly json: () => object;
  readonly lines: (page: Page) => readonly string[] | Promise<readonly string[]>;
  /** The answer as a drawing, where --format can ask for one. */
  readonly graph?: (() => Graph) | undefined;
  /** What a reader of the text must know besides, a line each; asked last, once everything that is shown has been read. */
  readonly remarks?: () => readonly string[];
  /** What stderr says once the answer is delivered, a line each: of one that goes to a file, what its reader would see. */
  readonly afterwards?: readonly string[];
  /** What was asked for and is in no answer, which stderr names, each with a line, whatever --quiet says. */
  readonly problems?: readonly Problem[];
  /**
   * 0, or 1 where something was found and the caller wants the status to say so. `check` also has 3 where not
   * everything could be seen, and with --format nagios the states of the plugin API. 2 where `problems` has one. `why`
   * has 4 where a command is still running.
   */
  readonly exitStatus: 0 | 1 | 2 | 3 | 4;
}

/** A part of an answer: bytes to print, and what could not be answered so far. */
export interface Piece {
  readonly texts: readonly Uint8Array[];
  readonly problems: readonly Problem[];
}

/** An answer that is printed while it is made: it may be longer than memory, and what it answers may come late. */
export interface LongAnswer {
  readonly pieces: (page: Page) => Iterable<Piece>;
}

/** The values of a command's own flags and of those every command has. */
export type FlagsOf<T extends typeof Command> = InferredFlags<
  (typeof ProcdocCommand)['baseFlags'] & T['flags']
>;

/** A command with an answer: --color, and one way to print. */
export abstract class ProcdocCommand<T extends typeof Command> extends BareCommand<T> {
  static override baseFlags = {
    ...BareCommand.baseFlags,
    color: option({
      options: ['auto', 'always', 'never'] as const,
      default: 'auto' as const,
      description: 'use colours; NO_COLOR and FORCE_COLOR are honoured',
    })(),
  };

  protected declare flags: FlagsOf<T>;

  protected abstract answer(): Promise<Answer | LongAnswer>;

  async run(): Promise<void> {
    await this.readWords();
    if (this.printsJson && isDrawing(this.#format)) throw new UsageError({kind: 'json-with-table-flags'});
    const answer = await this.answer();
    if ('pieces' in answer) return this.#printPieces(answer);
    process.exitCode = answer.exitStatus;
    if (this.printsJson) {
      this.deliver(
        jsonText(
          {schema: `procdoc/${this.id}@1`, complete: true, unreadable: [], ...answer.json()},
          this.jsonIndent,
        ),
      );
    } else {
      await this.print(answer);
    }
    for (const remark of answer.afterwards ?? []) this.note(remark);
    await this.#complain(answer.problems ?? []);
  }

  async #printPieces({pieces}: LongAnswer): Promise<void> {
    for (const {texts, problems} of pieces(await this.page())) {
      if (problems.length > 0) process.exitCode = exitStatus.usage;
      printAll(texts);
      await this.#complain(problems);
    }
  }

  async #complain(problems: readonly Problem[]): Promise<void> {
    for (const problem of problems) say(await failureText(new UsageError(problem), `procdoc ${this.id}`));
  }

  /**
   * Prints the text of an answer. What a reader must know besides is a part of it where no terminal shows it; on a
   * terminal, and next to data, it is on standard error.
   */
  private async print({lines: linesFor, graph, remarks: remarksFor}: Answer): Promise<void> {
    const page = await this.page();
    const format = this.#format;
    const lines = await (graph && isDrawing(format) ? drawn(graph(), format) : linesFor(page));
    const remarks = remarksFor?.() ?? [];
    const isInText = lines.length > 0 && !page.isTerminal && !this.printsData;
    const text = isInText && !this.isQuiet ? [...lines, ...remarkLines(remarks, page)] : lines;
    for (const some of joinedInPieces(text)) this.deliver(some);
    if (!isInText) for (const remark of remarks) this.note(remark);
  }

  /** Whether standard output is for a program, as a table or drawing is: then nothing but data is on it. */
  protected get printsData(): boolean {
    return isDrawing(this.#format) || asksForTable(this.flags as Partial<ListingFlagValues>);
  }

  get #format(): string | undefined {
    return (this.flags as {format?: string}).format;
  }

  /** How far JSON is indented; 0: it is one line. */
  protected readonly jsonIndent: number = 2;

  /** Prints the answer. */
  protected deliver(text: string): void {
    print(`${text}\n`);
  }

  /** A remark next to the answer, on stderr: on one line, so that no name of a process or file can pass for another. */
  protected note(sentence: string): void {
    if (!this.isQuiet) say(`procdoc ${this.id}: ${printable(sentence)}`);
  }

  protected get isQuiet(): boolean {
    return (this.flags as {quiet: boolean}).quiet;
  }

  /** What text is laid out for. */
  protected async page(): Promise<Page> {
    const {color} = this.flags as {color: 'auto' | 'always' | 'never'};
    const terminal = outputTerminal();
    const style = await styleFor(color, terminal);
    const {evidence = false} = this.flags as {evidence?: boolean};
    return {style, isTerminal: terminal !== undefined, evidence, ...widthOf(terminal)};
  }
}

/** What writes drawings is loaded only for one. */
async function drawn(graph: Graph, format: DrawingFormat): Promise<readonly string[]> {
  const {drawingLines} = await import('../render/drawings/draw.ts');
  return drawingLines(graph, format);
}
