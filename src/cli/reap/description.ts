export const reapDescription = `A zombie is dead already, and only its parent can reap it. Without flags, reap says why each zombie is there, and what may clear it; without a PID, of every zombie that has been dead for a second. With PID, a zombie or the parent of zombies, --try does the least that can help, and looks after each step whether the zombies are gone. It sends SIGCONT to a parent that is stopped, and SIGCHLD to one that takes it, again for as long as that makes it reap. A parent that ignores SIGCHLD, or has no handler for it, gets none: it would have no effect. --end-parent sends SIGTERM to the parent; init, or the nearest subreaper, then adopts and reaps its zombies.

What is about to be done is said on standard error. Signals are sent through a pidfd, so that no later process with the same PID gets one.

REFUSALS

Nothing is done for zombies of PID 1, also that of a container, of an ancestor of procdoc, or of a parent that isn't visible, and for a zombie that another process than its parent traces. A process of which only the main thread has exited isn't a zombie.

EXIT STATUS

0  Every zombie is gone; or nothing was to be done.
1  Some are still there after --try or --end-parent.
2  The command line is wrong, --end-parent was not confirmed by --yes where there is no terminal, or PID isn't a zombie.
3  No such process; or a signal was denied, and zombies are still there.`;
