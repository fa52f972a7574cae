import * as z from 'zod/mini';

/*
 * The JSON contract: schemas that the tests hold every answer against and that `procdoc schema` prints, and types
 * that the code which makes the answers is checked by. Keys may be added, never renamed or dropped. Only `procdoc
 * schema` loads the schemas; every other command knows nothing but their types.
 */

/** What stands in a field of a file; null: in the file as a whole. */
export const evidenceFact = z.strictObject({
  file: z.string(),
  field: z.nullable(z.string()),
  value: z.string(),
  /** What it is worth: a fact, what one look showed (moment) or two (lasting), or a sign that only points there (heuristic). */
  kind: z.enum(['fact', 'moment', 'lasting', 'heuristic']),
});

/** Of a file; from 2^53 on, which many programs round in JSON, its decimal digits as text. */
export const inode = z.union([z.int(), z.templateLiteral([z.bigint()])]);

/** The place of a byte in a file, from 0; written as the number of an inode is. */
export const byteOffset = inode;

export const verdict = z.strictObject({
  rule: z.string().check(z.regex(/^[a-z]+\/[a-z-]+$/)),
  certainty: z.enum(['proven', 'likely', 'unknown']),
  why: z.string(),
  evidence: z.readonly(z.array(z.string())),
  /** What the lines of `evidence` are made of, one for each: for programs. */
  facts: z.readonly(z.array(evidenceFact)),
  remedy: z.nullable(z.string()),
});

export type VerdictJson = z.infer<typeof verdict>;

export const waitStatus = z.strictObject({
  raw: z.int(),
  hex: z.string().check(z.regex(/^0x[0-9a-f]{4,8}$/)),
  kind: z.enum(['exited', 'signaled', 'stopped', 'continued', 'unrecognized']),
  exitStatus: z.optional(z.int().check(z.minimum(0), z.maximum(255))),
  signal: z.optional(z.string()),
  signalNumber: z.optional(z.int()),
  coreDumped: z.optional(z.boolean()),
  ptraceEvent: z.optional(z.string()),
  summary: z.string(),
});

export type WaitStatusJson = z.infer<typeof waitStatus>;

export const sigchld = z.strictObject({
  disposition: z.enum(['default', 'ignored', 'caught']),
  blocked: z.boolean(),
  blockedInThreads: z.int(),
  pending: z.boolean(),
  autoReap: z.nullable(z.boolean()),
  flags: z.nullable(z.readonly(z.array(z.string()))),
  handler: z.nullable(z.string().check(z.regex(/^0x[0-9a-f]+$/))),
});

/** `id`: of LXC and systemd-nspawn the name. `name`: null where only the id is known. */
export const container = z.strictObject({
  runtime: z.string(),
  id: z.string(),
  name: z.nullable(z.string()),
  /** The user whose own files have the name; null: it is from root's, or from the command line of what runs it. */
  namedBy: z.nullable(z.string()),
});

export const proof = z.enum(['kcmp', 'socket-inode', 'lock', 'eventfd-id', 'same-object']);
export const accessMode = z.nullable(z.enum(['r', 'w', 'rw']));

export const holder = z.strictObject({
  pid: z.int(),
  comm: z.string(),
  fd: z.int(),
  /** The thread whose descriptor table has it, where that isn't the table of the process. */
  tid: z.optional(z.int()),
  accessMode,
  closeOnExec: z.nullable(z.boolean()),
  certainty: z.enum(['proven', 'likely']),
  proof,
});

/** From whom a process inherited a descriptor. */
export const inheritedFrom = z.strictObject({
  pid: z.nullable(z.int()),
  comm: z.nullable(z.string()),
  fd: z.nullable(z.int()),
  /** null: it has exited, or closed the descriptor. */
  alive: z.nullable(z.boolean()),
  certainty: z.enum(['proven', 'likely']),
  /** null where it follows from more than one fact. */
  proof: z.nullable(proof),
  because: z.string(),
  /** What `because` says, for programs. */
  shownBy: z.enum([
    'ancestor-has-it',
    'took-the-flock',
    'never-listens',
    'forked-siblings',
    'older-holder',
    'older-non-ancestor',
    'runtime-closes-on-exec',
    'next-to-inherited',
  ]),
});

/** How a process came by a descriptor. */
export const descriptorHow = z.enum([
  'opened',
  'opened or inherited',
  'inherited by fork',
  'inherited over exec',
  'opened, inherited or received',
  'shares the descriptor table',
]);

export const socketKind = {
  family: z.enum(['inet', 'inet6', 'unix', 'packet', 'netlink']),
  type: z.enum(['stream', 'datagram', 'seqpacket', 'raw']),
  /** "tcp", "udp", "udplite"; of a raw, packet or netlink socket, what it receives; null: none. */
  protocol: z.nullable(z.string()),
};

/** A socket; null: not one, or one that is in no table of a visible network namespace. */
export const socket = z.nullable(
  z.strictObject({
    ...socketKind,
    state: z.string(),
    /** Of a netlink socket, its port id. */
    local: z.nullable(z.string()),
    remote: z.nullable(z.string()),
  }),
);

/** A time as ISO 8601, in UTC. */
export const instant = z.iso.datetime();

/** As what words of the command line were taken that could be the words for several things, and the processes that they led to. */
export const resolved = z.array(
  z.strictObject({
    text: z.string(),
    as: z.enum([
      'program',
      'script',
      'unit',
      'cgroup',
      'key',
      'listener',
      'container',
      'file',
      'port',
      'process',
      'holder',
      'session',
    ]),
    processes: z.readonly(z.array(z.strictObject({pid: z.int(), startTicks: z.int(), comm: z.string()}))),
  }),
);

/** What could not be read, for one reason. */
const unreadable = z.strictObject({
  what: z.string(),
  errno: z.string(),
  pids: z.readonly(z.array(z.int())),
  /** The host where that is so, in an answer about several; missing of a recording that can't be read. */
  host: z.optional(z.string()),
});

/** An answer with what every answer has. */
export function answerOf<Shape extends z.core.$ZodLooseShape>(command: string, shape: Shape) {
  return z.strictObject({
    schema: z.literal(`procdoc/${command}@1`),
    complete: z.boolean(),
    unreadable: z.readonly(z.array(unreadable)),
    /** Missing where every process was given by its PID. */
    resolved: z.optional(z.readonly(resolved)),
    ...shape,
  });
}
