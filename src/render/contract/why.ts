import * as z from 'zod/mini';
import {answerOf, evidenceFact, instant} from './common.ts';
import {wakeUp} from './wake-up.ts';

/** What a task is blocked in; null where it runs, has exited, or where that can't be read. */
const blockedIn = z.nullable(
  z.strictObject({
    syscall: z.string(),
    fd: z.nullable(z.int()),
    /** What the link of that descriptor says. */
    target: z.nullable(z.string()),
    /** A path that leads there from here, where it is one; else the link. */
    address: z.nullable(z.string()),
  }),
);

const thread = z.strictObject({
  tid: z.int(),
  state: z.string().check(z.length(1)),
  blockedIn,
  /** What else can end its wait, apart from the processes of `edges`: "time", "a signal" … */
  others: z.readonly(z.array(z.string())),
  /** The kinds of `others`, one for each: for programs. */
  alsoEndedBy: z.readonly(z.array(wakeUp)),
});

const node = z.strictObject({
  pid: z.int(),
  startTicks: z.int(),
  comm: z.string(),
  command: z.string(),
  state: z.string().check(z.length(1)),
  /** How it came to its parent: "adopted" if the process that started it has exited. */
  adoption: z.enum(['own-child', 'unclear', 'probably-adopted', 'adopted']),
  /** Its tracer by ptrace(2); null where it has none. */
  tracerPid: z.nullable(z.int()),
  /** Of the thread that says most: one that waits for another process, if there is one. */
  blockedIn,
  threads: z.array(thread),
});

const fact = z.strictObject({file: z.string(), field: z.nullable(z.string()), value: z.string()});

const edge = z.strictObject({
  from: z.int(),
  /** The thread of `from` that waits. Several edges of one thread are alternatives: any of them ends its wait; but the holders of a lock have to release it all. */
  tid: z.int(),
  /** null: an unknown process. */
  to: z.nullable(z.int()),
  kind: z.enum([
    'reads-pipe',
    'writes-pipe',
    'reads-terminal',
    'waits-for-input',
    'waits-for-child',
    'waits-for-tracee',
    'waits-for-lock',
    'breaks-lease',
    'waits-for-process',
    'connects-to',
    'reads-eventfd',
    'reads-queue',
    'writes-queue',
    'waits-for-semaphore',
    'shares-memory',
    'waits-for-server',
    'stopped-by',
    'frozen-by',
    'traced-by',
  ]),
  target: z.nullable(z.string()),
  /** The descriptors through which `to` has the target. */
  fds: z.readonly(z.array(z.int())),
  certainty: z.enum(['proven', 'likely', 'unknown']),
  /**
   * Of the kind waits-for-input: what has to be given, at the terminal with that path, or to the standard input. `prompt`:
   * a line, one that isn't shown as it is typed, or single keys; null where the settings of the terminal can't be read.
   */
  input: z.optional(
    z.union([
      z.strictObject({
        kind: z.literal('terminal'),
        path: z.string(),
        prompt: z.nullable(z.enum(['line', 'hidden-line', 'keys'])),
      }),
      z.strictObject({kind: z.literal('standard-input')}),
    ]),
  ),
  evidence: z.readonly(z.array(z.string())),
  /** What the lines of `evidence` are made of, one for each: for programs. */
  facts: z.readonly(z.array(fact)),
});

const processShape = {pid: z.int(), startTicks: z.int(), comm: z.string(), command: z.string()};

/** A process that has an output open which the reader waits for. */
const outputHolder = z.strictObject({
  ...processShape,
  fds: z.readonly(z.array(z.int())),
  /** Whether the command that it is of has exited; else it is at work. */
  leftOver: z.boolean(),
  certainty: z.enum(['proven', 'likely']),
  startedAt: z.nullable(instant),
  /** null: it has exited, or isn't known. */
  startedBy: z.nullable(z.strictObject(processShape)),
  /** null: not visible. */
  reader: z.nullable(z.strictObject(processShape)),
  evidence: z.readonly(z.array(z.string())),
  facts: z.readonly(z.array(evidenceFact)),
  remedy: z.nullable(z.string()),
});

/** With --caller: whether the command of procdoc's caller has finished, and who has its output open. */
const caller = z.strictObject({
  ...processShape,
  state: z.enum(['free', 'held', 'running', 'unknown']),
  /** Who waits for the output to end; null: nobody, as far as is visible. */
  reader: z.nullable(z.strictObject(processShape)),
  holders: z.array(outputHolder),
});

export type CallerJson = z.infer<typeof caller>;

const content = {
  nodes: z.array(node),
  edges: z.array(edge),
  /** The processes that wait for no other. */
  roots: z.readonly(z.array(z.int())),
  /** Processes that wait for each other in a cycle; a process that waits for itself is a cycle of one. */
  cycles: z.readonly(z.array(z.readonly(z.array(z.int())))),
  /** The processes that only each other could free; where `complete` is false, a hidden process might. */
  deadlocked: z.array(z.int()),
  /** How long the thread of the asked process that `blockedIn` is about hasn't run; null: it runs, has exited, or that isn't known. */
  idleSeconds: z.nullable(z.number()),
  summary: z.string(),
  /** There with --caller; the chain is empty then. */
  caller: z.optional(caller),
};

export const whyAnswer = answerOf('why', content);
const whyContent = z.strictObject(content);
export type WhyContent = z.infer<typeof whyContent>;
