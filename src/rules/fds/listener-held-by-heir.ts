import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import type {Rule} from '../rule.ts';

/** A listening socket outlives the server that opened it in a child that never meant to serve: EADDRINUSE. */
export const listenerHeldByHeir: Rule<TracedDescriptor> = {
  id: 'fds/listener-held-by-heir',
  severity: 'error',
  title: 'a process that never meant to serve keeps a port occupied: it inherited the listening socket',
  needs: ['fd', 'fdinfo', 'kcmp'],
  check({one, origin}) {
    const source = one.socket?.state === 'LISTEN' ? origin() : undefined;
    if (!one.socket || source?.alive !== false) return undefined;
    const {process, fd} = one;
    const address = one.socket.local ?? one.target();
    const others = new Set(one.otherHolders.map(holder => holder.process.pid));
    return {
      certainty: source.certainty,
      why: `${process.comm} (${process.pid}) keeps ${address} occupied: it has the listening socket from a process that is gone, so nobody else can bind there.`,
      evidence: [
        `/proc/${process.pid}/fd/${fd}: ${one.target()}, which /proc/${process.pid}/net shows in state LISTEN`,
        source.because,
      ],
      remedy: `The address is free once ${[process.pid, ...others].join(' and ')} ${others.size === 0 ? 'has' : 'have'} closed it or ended. Open listeners with SOCK_CLOEXEC, or close them in the child before execve(2).`,
    };
  },
};
