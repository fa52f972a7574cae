import {type Platform, signalName} from './signals.ts';

/**
 * What the kernel does with a signal that is neither caught nor ignored: Term, Core, Stop, Cont and Ign of
 * signal(7).
 */
export type SignalAction = 'terminate' | 'core' | 'stop' | 'continue' | 'ignore';

type Actions = Readonly<Partial<Record<SignalAction, readonly string[]>>>;

const EVERYWHERE: Actions = {
  core: [
    'SIGQUIT',
    'SIGILL',
    'SIGTRAP',
    'SIGABRT',
    'SIGEMT',
    'SIGFPE',
    'SIGBUS',
    'SIGSEGV',
    'SIGSYS',
    'SIGXCPU',
    'SIGXFSZ',
  ],
  stop: ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'],
  continue: ['SIGCONT'],
  ignore: ['SIGCHLD', 'SIGURG', 'SIGWINCH'],
};

const BSD: Actions = {terminate: ['SIGXCPU', 'SIGXFSZ'], ignore: ['SIGIO', 'SIGINFO']};

/** The default actions in which a platform differs: sigprop[] of XNU and FreeBSD, signal.h(3HEAD) of Solaris. */
const ELSEWHERE: Readonly<Record<Platform, Actions>> = {
  linux: {},
  'linux-mips': {},
  darwin: BSD,
  freebsd: BSD,
  solaris: {
    ignore: [
      'SIGPWR',
      'SIGWAITING',
      'SIGLWP',
      'SIGFREEZE',
      'SIGTHAW',
      'SIGCANCEL',
      'SIGXRES',
      'SIGJVM1',
      'SIGJVM2',
      'SIGINFO',
    ],
  },
};

/** The default action of a signal; undefined where the platform has no such signal. Source: signal(7). */
export function defaultAction(number: number, platform: Platform = 'linux'): SignalAction | undefined {
  const name = signalName(number, platform);
  if (name === undefined) return undefined;
  return actionsOf(platform).get(name) ?? 'terminate';
}

const known = new Map<Platform, ReadonlyMap<string, SignalAction>>();

/** The actions of a platform's signals by name, of those that do not terminate. */
function actionsOf(platform: Platform): ReadonlyMap<string, SignalAction> {
  const before = known.get(platform);
  if (before !== undefined) return before;
  const actions = new Map([...namedActions(EVERYWHERE), ...namedActions(ELSEWHERE[platform])]);
  known.set(platform, actions);
  return actions;
}

/** Whether a process can die of this signal: its default action is to terminate, with a core dump or without. */
export function canKill(number: number, platform: Platform = 'linux'): boolean {
  const action = defaultAction(number, platform);
  return action === 'terminate' || action === 'core';
}

function namedActions(actions: Actions): (readonly [string, SignalAction])[] {
  return Object.entries(actions).flatMap(([action, names]) =>
    names.map(name => [name, action as SignalAction] as const),
  );
}
