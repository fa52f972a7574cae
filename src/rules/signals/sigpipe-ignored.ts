import {SIGPIPE} from '../../parse/signals/numbers.ts';
import type {SignalCase} from '../../snapshot/signals/case.ts';
import type {Rule} from '../rule.ts';

/** A filter ends when its reader does, by SIGPIPE; with that ignored it gets EPIPE, and complains or writes on. */
export const sigpipeIgnored: Rule<SignalCase> = {
  id: 'signals/sigpipe-ignored',
  severity: 'warning',
  title: 'a shell or filter ignores SIGPIPE, so that pipelines do not end with their reader',
  needs: ['status'],
  check(signalCase) {
    if (!signalCase.ignores(SIGPIPE)) return undefined;
    const {process} = signalCase;
    const program = signalCase.program();
    if (program === undefined) return undefined;
    if (program === 'filter' && signalCase.writesIntoPipe() === false) return undefined;
    const line = signalCase.line(SIGPIPE);
    const [eldest] = line;
    // systemd starts services that way by default (IgnoreSIGPIPE=): of their shells that is no news.
    if (program === 'shell' && signalCase.isFromSystemd(line)) return undefined;
    const exeSeen = process.exe().ok;
    const origin = eldest === process ? undefined : eldest;
    return {
      certainty: exeSeen && (program === 'shell' || signalCase.writesIntoPipe()) ? 'proven' : 'likely',
      why: `${process.comm} is a ${program} that was started with SIGPIPE ignored${origin ? `, as ${origin.comm} (${origin.pid}) above it ignores it` : ''}: ${effects[program]}`,
      evidence: [
        ...line.toReversed().map(({pid}) => `/proc/${pid}/status: SigIgn has SIGPIPE`),
        exeSeen
          ? `/proc/${process.pid}/exe: a ${program}`
          : `/proc/${process.pid}/stat: comm (2) is ${process.comm}; its exe may not be seen`,
        ...(signalCase.writesIntoPipe() && program === 'filter'
          ? [`/proc/${process.pid}/fd/1: leads into a pipe or socket`]
          : []),
      ],
      remedy: `Let ${origin ? `${origin.comm} (${origin.pid})` : `what starts ${process.comm}`} reset SIGPIPE in its children before execve(2) (Python: subprocess instead of os.system(), and no restore_signals=False; systemd: IgnoreSIGPIPE=no), or start ${process.comm} by env --default-signal=PIPE: a shell cannot reset what it was started with.`,
    };
  },
};

const effects = {
  shell: 'it hands that on to all it starts, and no trap of its can reset it.',
  filter: 'when its reader ends, it gets EPIPE instead of the signal, and complains or writes on.',
} as const;
