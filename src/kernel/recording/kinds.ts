import {signalActionsCodec} from './signal-actions.ts';
import {
  boundSocketsCodec,
  bytesCodec,
  descriptionsCodec,
  errnoCodec,
  failureCodec,
  fileSystemTypeCodec,
  hostCodec,
  namesCodec,
  sharedCodec,
  socketTimeoutsCodec,
  statCodec,
  terminalCodec,
  unixSocketsCodec,
  usableCodec,
} from './values.ts';

/** The form of the answers to each kind of question, by the first word in the headings of its sections. */
export const codecs = {
  host: hostCodec,
  passwd: bytesCodec,
  'file-system-type': fileSystemTypeCodec,
  file: bytesCodec,
  directory: namesCodec,
  link: bytesCodec,
  stat: statCodec,
  /** Why no system call could be made. */
  'no-syscalls': errnoCodec,
  /** Why no file was looked at that a file system other than procfs has. */
  'no-files': errnoCodec,
  kcmp: usableCodec,
  descriptions: descriptionsCodec,
  /** The comparisons that failed; all others follow from the descriptions. */
  comparison: failureCodec,
  'descriptor-tables': sharedCodec,
  'signal-actions': signalActionsCodec,
  processor: usableCodec,
  'unix-sockets': unixSocketsCodec,
  'bound-sockets': boundSocketsCodec,
  terminal: terminalCodec,
  'socket-timeouts': socketTimeoutsCodec,
} as const;

/** The first word in the heading of a section. */
export type Kind = keyof typeof codecs;

/** What a question of a kind is answered with. */
export type AnswerOf<K extends Kind> = ReturnType<(typeof codecs)[K]['decode']>;

/** The kinds of which many sections have equal answers: there a section may name an earlier one in the place of its answer. */
export const alikeKinds: ReadonlySet<string> = new Set<Kind>(['file', 'stat']);
