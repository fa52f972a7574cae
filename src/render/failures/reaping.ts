import {koffiUnloaded} from '../koffi-unloaded.ts';
import {counted} from '../page.ts';

/** Why nothing is done for zombies. */
export const reapWords = {
  'reap-from-recording': () =>
    'reap takes no --from: a recording can only be looked at, as `procdoc zombies --from FILE` does',
  'reap-without-pid': ({flag}: {flag: string}) =>
    `${flag} needs a PID: give the zombie, or its parent; \`procdoc reap\` lists what can be done`,
  'end-unconfirmed': () => '--end-parent asks on a terminal, and there is none: add --yes',
  'reap-of-other-pids': () =>
    'the PIDs of this procfs belong to another pid namespace: run procdoc in that namespace (`nsenter -t PID -p -m`)',
  'not-a-zombie': ({name, liveThreads}: {name: string; liveThreads: number}) =>
    `${name} isn't a zombie: only its main thread has exited, and ${counted(liveThreads, 'thread')} still ${liveThreads === 1 ? 'runs' : 'run'}`,
  /** Signals go through pidfds, for which Node has no call. */
  'no-native-signals': ({errno}: {errno: string}) => koffiUnloaded(errno, 'sends signals through pidfds'),
};
