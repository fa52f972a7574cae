import {boolean} from '@oclif/core/flags';
import {answerEach} from '../cli/answer-each.ts';
import {callerStatus, requireCallerOutputs, requireQuestion} from '../cli/caller.ts';
import {examplesOf} from '../cli/examples.ts';
import {drawingFlag, evidenceFlag} from '../cli/listing-flags.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {byName, processArgument} from '../cli/values.ts';
import {callerJson} from '../render/why/caller-json.ts';
import {callerText} from '../render/why/caller-text.ts';
import {whyGraph} from '../render/why/graph.ts';
import {whyJson} from '../render/why/json.ts';
import {whyText} from '../render/why/text.ts';
import {readWaitChain} from '../snapshot/blocked-processes/wait-chain.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Why extends ReadingCommand<typeof Why> {
  static override summary =
    'Show what a process is blocked on, and what that waits for, down to the last cause';
  static override description =
    'The first lines answer the question; the tree below shows each thread, the call and object it is blocked in, and the processes that can end the wait. It follows pipes, terminals, file locks, shared mutexes, eventfds, message queues, children, pidfds, unix sockets, TCP and UDP within one network namespace, tracers, FUSE servers, and what epoll, poll and select watch.\n\nThe chain ends at processes that wait for no other, or in a deadlock. Where several processes can end a wait, any one of them is enough, with two exceptions: a pipe reader sees EOF only when all writers have closed it, and a lock is free only when all holders have released it.\n\nCALLER\n\nWith --caller, in place of PID: why a finished command still "runs" for the terminal, script, agent or CI runner that started it. From procdoc\'s caller upwards, it looks for who reads the output, and for each process that still has it open: since when, started by which command, and the redirection that would have avoided it. procdoc, its callers and the other commands of their pipeline never count, nor do processes that a process of the reader keeps as its own.\n\nEXIT STATUS\n\n0  with PID: answered; with --caller: finished, and no process holds the output\n1  with --caller: finished, but a process that was left behind holds the output\n2  the command line is wrong\n3  no such process, or something that decides can\'t be read\n4  with --caller: a command is still running\n70  a bug in procdoc';
  static override examples = examplesOf(
    ['Why process 4711 is stuck', 'procdoc why 4711'],
    ['Why a finished command still "runs" for who waits for it', 'procdoc why --caller'],
    ['The PIDs where the chain ends, for a script', `procdoc why 4711 --json | jq '.roots[]'`],
    ['Whether process 4711 is in a deadlock', `procdoc why 4711 --json | jq -e '.deadlocked | index(4711)'`],
  );
  static override args = {
    pid: processArgument({description: byName('the process to look at')}),
  };
  static override flags = {
    evidence: evidenceFlag,
    format: drawingFlag({exclusive: ['caller']}),
    caller: boolean({description: "what keeps the output of procdoc's caller from ending, instead of PID"}),
  };
  protected override readonly answersEach = true;

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const asked = requireQuestion(this.pids, this.flags.caller, Why.args.pid.description);
    if (asked !== 'caller')
      return answerEach(snapshot, asked, async process => {
        const chain = await readWaitChain(snapshot, process);
        return {
          json: () => whyJson(chain),
          lines: async (page, introducing) => whyText(chain, page, await introducing()),
          graph: () => whyGraph(chain),
          exitStatus: 0,
        };
      });
    const outputs = await requireCallerOutputs(snapshot);
    return {
      json: () => callerJson(outputs),
      lines: page => callerText(outputs, page),
      exitStatus: callerStatus[outputs.state],
    };
  }
}
