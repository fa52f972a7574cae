import {examplesOf} from '../cli/examples.ts';
import {CannotLook} from '../cli/failures.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {requireProcess} from '../cli/reading-command.ts';
import {textArgument} from '../cli/values.ts';
import {filterOf, processesNamed, watchDescription, watchFlags} from '../cli/watch/flags.ts';
import {stopped} from '../cli/watch/stopped.ts';
import {openMachine} from '../kernel/machine/machine.ts';
import {liveProcessTable} from '../lifecycle/watch/live-table.ts';
import {Session} from '../lifecycle/watch/session.ts';
import {openSource} from '../lifecycle/watch/source.ts';
import {EventLines} from '../render/watch/event-lines.ts';
import {watchStartText} from '../render/watch/source.ts';
import {watchSummaryJson, watchSummaryText} from '../render/watch/summary.ts';
import {Snapshot} from '../snapshot/snapshot.ts';

export default class Watch extends ProcdocCommand<typeof Watch> {
  static override summary =
    'Watch processes being born, killed (by whom), reaped or left as zombies, as it happens';
  static override description = watchDescription;
  static override examples = examplesOf(
    ['Who kills my processes?', 'procdoc watch --only kill'],
    ['What process 4711 and its descendants do', 'procdoc watch 4711'],
    ['Which commands fail in the next minute?', 'procdoc watch --only exit --exit-nonzero --duration 1m'],
    ['Wait for a process, and see how it exits', 'procdoc watch --only exit --until 4711'],
    [
      'The killed ones, for a program',
      'procdoc watch --json | jq \'select(.killedBy.kind == "oom-killer")\'',
    ],
  );
  static override args = {
    process: textArgument({
      description: 'a PID, or the NAME of a program or script; without it, the machine',
    }),
  };
  static override flags = watchFlags;
  protected override readonly jsonIndent = 0;

  protected override async answer(): Promise<Answer> {
    const {duration, count, until, source: wanted} = this.flags;
    const subject = processesNamed(this.args.process);
    if (subject && 'pid' in subject) requireProcess(new Snapshot(openMachine()), subject.pid);
    const source = await openSource(wanted);
    if (!source.ok) throw new CannotLook({kind: 'no-event-source', source: wanted, errno: source.errno});
    const lines = new EventLines(await this.page(), this.printsJson, text => this.deliver(text));
    const session = new Session({
      ...{source: source.value, table: liveProcessTable(), subject, count, filter: filterOf(this.flags)},
      until: processesNamed(until),
      take: event => lines.take(event),
      pause: () => lines.flush(),
    });
    const stop = stopped(duration);
    await session.run(stop.promise, () => {
      lines.start(session);
      this.note(watchStartText(session));
    });
    stop.release();
    return {
      json: () => watchSummaryJson(session),
      lines: page => watchSummaryText(session, page),
      exitStatus: 0,
    };
  }
}
