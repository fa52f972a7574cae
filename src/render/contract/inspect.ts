import * as z from 'zod/mini';
import {answerOf, container, evidenceFact, instant, sigchld, waitStatus} from './common.ts';
import {finding, skippedRule} from './diagnose.ts';
import {holdings} from './orphans.ts';

const named = {pid: z.int(), comm: z.string()};

/** Something that a process comes from or is in, and where that can be seen. */
const starter = z.strictObject({
  kind: z.enum([
    'systemd',
    'cron',
    'ssh',
    'supervisor',
    'container',
    'multiplexer',
    'shell',
    'init',
    'program',
  ]),
  /**
   * The unit, the service of the supervisor, the user of the session, the job of cron, or the name of the container; null:
   * it has none, or that can't be seen.
   */
  name: z.nullable(z.string()),
  /** null of a unit and a container, and of a supervisor that is no ancestor, where it isn't known which one it is. */
  process: z.nullable(z.strictObject(named)),
  /** The file of a unit, as its manager has it. */
  file: z.optional(z.nullable(z.string())),
  /** The address at the other end of an ssh session. */
  from: z.optional(z.nullable(z.string())),
  /**
   * Of a supervisor that is no ancestor: the pid file by which it keeps the process alive, or the ancestor in `below`; null:
   * that isn't known, and they may merely descend from what it started.
   */
  pidFile: z.optional(z.nullable(z.string())),
  /** The ancestor that `pidFile` is about; null: the process itself. */
  below: z.optional(z.nullable(z.strictObject(named))),
  container: z.optional(container),
  evidence: z.readonly(z.array(z.string())),
  facts: z.readonly(z.array(evidenceFact)),
});

const orphan = z.nullable(z.strictObject({certainty: z.enum(['proven', 'likely'])}));

const card = z.strictObject({
  /** The first line of the card. */
  summary: z.string(),
  process: z.strictObject({
    ...named,
    startTicks: z.int(),
    ppid: z.int(),
    command: z.string(),
    user: z.nullable(z.string()),
    startedAt: z.nullable(instant),
    state: z.string().check(z.length(1)),
    /** "/dev/pts/3"; null: it has none, or it isn't a pseudoterminal. */
    terminal: z.nullable(z.string()),
    /** The file that it executes; null where that can't be read. */
    program: z.nullable(z.string()),
    /** Whether that file was deleted or replaced since; null where that can't be read. */
    programIsGone: z.nullable(z.boolean()),
    /** Whether the process that started it has exited; null where nothing shows that. */
    orphan,
    /** Of a zombie. */
    waitStatus: z.nullable(waitStatus),
  }),
  /** null where it runs none. */
  script: z.nullable(
    z.strictObject({
      interpreter: z.string(),
      path: z.nullable(z.string()),
      module: z.nullable(z.string()),
      freshness: z.enum(['fresh', 'stale', 'deleted', 'unknown']),
      because: z.nullable(z.string()),
      staleFiles: z.readonly(z.array(z.string())),
    }),
  ),
  /** The nearest; null where it can't be seen, or has exited. */
  startedBy: z.nullable(starter),
  /** What that is in, the nearest first. */
  within: z.array(starter),
  /** Nearest first. `orphan`: whether it was adopted by the next. */
  ancestors: z.array(z.strictObject({...named, orphan})),
  waitsFor: z.strictObject({
    /** The first line of `procdoc why`. */
    summary: z.string(),
    roots: z.readonly(z.array(z.int())),
    deadlocked: z.boolean(),
    idleSeconds: z.nullable(z.number()),
  }),
  /** What others may wait for; null where its descriptors can't be listed, as of `connections`. */
  holds: z.nullable(holdings),
  connections: z.nullable(
    z.strictObject({
      /** TCP connections by state, as tcp(7) has it. */
      byState: z.array(z.strictObject({state: z.string(), fds: z.readonly(z.array(z.int()))})),
      /** Connections to its listeners that no process has accepted. */
      unaccepted: z.int(),
    }),
  ),
  /** Deleted files that it has open. */
  deletedFiles: z.array(z.strictObject({path: z.string(), bytes: z.int(), fds: z.array(z.int())})),
  /** null of a zombie, and where that can't be read. */
  sigchld: z.nullable(sigchld),
  children: z.strictObject({
    count: z.int(),
    zombies: z.array(z.strictObject(named)),
    living: z.array(z.strictObject(named)),
  }),
  /** What the rules of `procdoc diagnose` found about this process. */
  findings: z.readonly(z.array(finding)),
  skipped: z.readonly(z.array(skippedRule)),
});

const content = {
  cards: z.array(card),
  /** Processes that go by a name as well, and are below one that has a card: --all shows them, too. */
  below: z.array(z.strictObject(named)),
};

export const inspectAnswer = answerOf('inspect', content);
const inspectContent = z.strictObject(content);
export type InspectContent = z.infer<typeof inspectContent>;
