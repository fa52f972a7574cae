import {examplesOf} from '../cli/examples.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand, requireProcess} from '../cli/reading-command.ts';
import {pidArgument} from '../cli/values.ts';
import {whyJson} from '../render/why/json.ts';
import {whyText} from '../render/why/text.ts';
import {readWaitChain} from '../snapshot/blocked-processes/wait-chain.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Why extends ReadingCommand<typeof Why> {
  static override summary =
    'Show what a process is blocked on, and what that waits for, down to the last cause';
  static override description =
    'The first lines answer the question; the tree below shows each thread, the call and object it is blocked in, and the processes that can end the wait. It follows pipes, file locks, children, pidfds, unix sockets, TCP within one network namespace, tracers, and what epoll, poll and select watch.\n\nThe chain ends at processes that wait for no other, or in a deadlock. Where several processes can end a wait, any one of them is enough, with two exceptions: a pipe reader sees EOF only when all writers have closed it, and a lock is free only when all holders have released it.';
  static override examples = examplesOf(
    ['Why process 4711 is stuck', 'procdoc why 4711'],
    ['The PIDs where the chain ends, for a script', `procdoc why 4711 --json | jq '.roots[]'`],
    ['Whether process 4711 is in a deadlock', `procdoc why 4711 --json | jq -e '.deadlocked | index(4711)'`],
  );
  static override args = {pid: pidArgument({required: true, description: 'the process to look at'})};

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const chain = await readWaitChain(snapshot, requireProcess(snapshot, this.args.pid));
    return {json: () => whyJson(chain), lines: page => whyText(chain, page), exitStatus: 0};
  }
}
