import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';

/** A ptrace(2)d zombie belongs to its tracer first: until that waits for it or lets go, the parent's wait finds nothing. */
export const heldByTracer: Rule<Zombie> = {
  id: 'zombies/held-by-tracer',
  severity: 'warning',
  title: 'the parent cannot reap a zombie that a tracer holds',
  needs: ['status'],
  check(zombie) {
    const tracer = zombie.tracer();
    if (!tracer || tracer.pid === zombie.process.stat.ppid) return undefined;
    return {
      certainty: 'proven',
      why: `${tracer.comm} (${tracer.pid}) traces it, and has not yet waited for it: until then its parent's wait(2) does not see it.`,
      evidence: [
        `/proc/${zombie.pid}/status: TracerPid names ${tracer.comm} (${tracer.pid}), which is not its parent ${zombie.process.stat.ppid}`,
      ],
      remedy: `Let the tracer wait for it or detach; if it hangs, end the tracer: ${endCommand([tracer])}. The parent can reap then.`,
    };
  },
};
