import * as z from 'zod/mini';
import {answerOf, container, evidenceFact, sigchld, waitStatus} from './common.ts';

/** null means not known, or not so; under --source ps only kinship, comm and command are known. */
const member = {
  /** 0 only for the root of a whole machine: the kernel, or what lies outside of the pid namespace. */
  pid: z.int(),
  comm: z.nullable(z.string()),
  command: z.nullable(z.string()),
  state: z.nullable(z.string().check(z.length(1))),
  sigchld: z.nullable(sigchld),
  script: z.nullable(
    z.strictObject({
      interpreter: z.string(),
      path: z.nullable(z.string()),
      module: z.nullable(z.string()),
    }),
  ),
  /** Of a zombie. */
  waitStatus: z.nullable(waitStatus),
  /** Live threads of a process of which only the main thread has exited. */
  threadsAfterLeader: z.nullable(z.int()),
  orphan: z.nullable(
    z.strictObject({
      certainty: z.enum(['proven', 'likely']),
      evidence: z.readonly(z.array(z.string())),
      /** The evidence as data. */
      facts: z.readonly(z.array(evidenceFact)),
      /** Whether it likely made itself a daemon; null where that isn't known. */
      daemonized: z.nullable(z.boolean()),
    }),
  ),
  /** The container or pid namespace that it is in, and its parent isn't. */
  boundary: z.nullable(
    z.strictObject({
      container: z.nullable(container),
      innerPid: z.nullable(z.int()),
    }),
  ),
};

const treeMember = z.strictObject(member);

interface TreeNode extends z.infer<typeof treeMember> {
  /** How many descendants --depth leaves out. */
  hidden: number;
  children: TreeNode[];
}

const node: z.ZodMiniType<TreeNode> = z.strictObject({
  ...member,
  hidden: z.int(),
  children: z.lazy(() => z.array(node)),
});

const content = {
  /** The process that was asked for; without one, pid 0, the parent of every process whose own isn't visible. */
  root: node,
  /** The ancestors of the process that was asked for, nearest first. */
  ancestors: z.array(treeMember),
};

export const treeAnswer = answerOf('tree', content);
const treeContent = z.strictObject(content);
export type TreeContent = z.infer<typeof treeContent>;
