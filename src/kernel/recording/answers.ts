import {codecs} from './kinds.ts';
import type {WrittenSection} from './sections.ts';
import {Table} from './table.ts';

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
  readonly socketTimeouts = new Table('socket-timeouts', codecs['socket-timeouts']);

  /** What was noted in the tables themselves, as it will stand in a recording. */
  sections(): WrittenSection[] {
    return this.#tables().flatMap(table => table.sections());
  }

  #tables(): Pick<Table<unknown>, 'sections'>[] {
    return Object.values(this);
  }
}
