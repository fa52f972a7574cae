import {codecs} from './kinds.ts';
import {formatParts, type Section} from './sections.ts';
import {Table} from './table.ts';

const naturally = new Intl.Collator('en', {numeric: true});

/** The answers of a machine, in a table for each kind of question: the content of a recording. */
export class Answers {
  readonly host = new Table('host', codecs.host);
  readonly passwd = new Table('passwd', codecs.passwd);
  readonly fileSystemType = new Table('file-system-type', codecs['file-system-type']);
  readonly files = new Table('file', codecs.file);
  readonly directories = new Table('directory', codecs.directory);
  readonly links = new Table('link', codecs.link);
  readonly stats = new Table('stat', codecs.stat);
  /** Why no system call could be made. */
  readonly noSyscalls = new Table('no-syscalls', codecs['no-syscalls']);
  /** Why no file was looked at that a file system other than procfs has. */
  readonly noFiles = new Table('no-files', codecs['no-files']);
  readonly kcmp = new Table('kcmp', codecs.kcmp);
  readonly descriptions = new Table('descriptions', codecs.descriptions);
  /** The comparisons that failed; all others follow from the descriptions. */
  readonly comparisons = new Table('comparison', codecs.comparison);
  readonly descriptorTables = new Table('descriptor-tables', codecs['descriptor-tables']);
  readonly signalActions = new Table('signal-actions', codecs['signal-actions']);
  readonly processors = new Table('processor', codecs.processor);
  readonly unixSockets = new Table('unix-sockets', codecs['unix-sockets']);
  readonly boundSockets = new Table('bound-sockets', codecs['bound-sockets']);
  readonly terminals = new Table('terminal', codecs.terminal);

  /**
   * The text of a recording with these answers, in parts, which are made as they are asked for.
   * @param redact replaces the words of arguments, paths and names
   */
  format(
    comments: readonly string[],
    redact?: (sections: readonly Section[]) => Section[],
  ): Iterable<string> {
    const asked = this.#tables().flatMap(table =>
      Array.from(table.names(), name => ({table, kind: table.kind, name})),
    );
    const sectionOf = ({table, name}: (typeof asked)[number]) => table.section(name);
    if (redact) return formatParts(sorted(redact(asked.map(sectionOf))), comments);
    return formatParts(each(sorted(asked), sectionOf), comments);
  }

  #tables(): Pick<Table<unknown>, 'kind' | 'names' | 'section'>[] {
    return Object.values(this);
  }
}

type Question = Pick<Section, 'kind' | 'name'>;

/**
 * Questions in the order of a recording: one by one, a hundred thousand names take a second to compare, so that
 * those that begin with one number are put together first.
 */
function sorted<Q extends Question>(asked: readonly Q[]): Q[] {
  const groups = new Map<string, Q[]>();
  for (const question of asked) {
    const {kind, name} = question;
    const beginning = kind === 'host' ? '' : (/^\d+/.exec(name)?.[0] ?? name);
    const alike = groups.get(beginning);
    if (alike) alike.push(question);
    else groups.set(beginning, [question]);
  }
  return [...groups].sort(([a], [b]) => naturally.compare(a, b)).flatMap(([, alike]) => alike.sort(inOrder));
}

/**
 * The host comes first, then sections without a name, then paths in order, so that the files of a process stand
 * together.
 */
function inOrder(a: Question, b: Question): number {
  const rank = ({kind}: Question) => (kind === 'host' ? 0 : 1);
  return rank(a) - rank(b) || naturally.compare(a.name, b.name) || naturally.compare(a.kind, b.kind);
}

/** What is made of each thing, as it is asked for. */
function* each<T, U>(things: Iterable<T>, make: (thing: T) => U): Generator<U> {
  for (const thing of things) yield make(thing);
}
