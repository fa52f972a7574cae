import {examplesOf} from '../cli/examples.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand, requireProcess} from '../cli/reading-command.ts';
import {pidArgument} from '../cli/values.ts';
import {whyJson} from '../render/why/json.ts';
import {whyText} from '../render/why/text.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {readWaitChain} from '../snapshot/wait-chain/wait-chain.ts';

export default class Why extends ReadingCommand<typeof Why> {
  static override summary =
    'Show what a process is stuck on, and what that waits for, down to the last cause';
  static override description =
    'What each thread is blocked in, on which object, who can end that wait, and what that one does in turn: pipes, file locks, children, pidfds, unix sockets, TCP within one network namespace, tracers, and what epoll, poll and select watch. The chain ends at the processes that wait for no other, or in a deadlock. Where several can end a wait, any of them does; only the end of a pipe comes when all its writers have closed it.';
  static override examples = examplesOf(
    ['Why process 4711 does not go on', 'procdoc why 4711'],
    ['The pids where the chain ends, for a script', `procdoc why 4711 --json | jq '.roots[]'`],
    ['Whether it is in a deadlock', `procdoc why 4711 --json | jq -e '.deadlocked | index(4711)'`],
  );
  static override args = {pid: pidArgument({required: true, description: 'the process to look at'})};

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const chain = await readWaitChain(snapshot, requireProcess(snapshot, this.args.pid));
    return {json: () => whyJson(chain), lines: page => whyText(chain, page), exitStatus: 0};
  }
}
