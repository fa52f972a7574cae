/* Blocked in a call whose number does not tell for whom. By mode, the waiter:
 *   suspended     sleeps in sigsuspend with a handler for SIGCHLD, and has a child
 *   sigwait       takes SIGCHLD or SIGTERM, and has a child
 *   childless     as suspended, without a child
 *   shared-futex  has two threads, and one waits on a futex in shared memory
 * Facts: see blocked-on.h. */
#include "blocked-on.h"
#include <linux/futex.h>
#include <pthread.h>

static void never_run(int signal) { (void)signal; }

/* So that a child of the waiter is reaped here. */
static void adopt(void) { must(prctl(PR_SET_CHILD_SUBREAPER, 1), "subreaper"); }

static void fork_sleeper(void) {
  if (must(fork(), "fork") > 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) pause();
}

static void suspend_it(void) {
  sigset_t none, sigchld;
  signal(SIGCHLD, never_run);
  sigemptyset(&sigchld);
  sigaddset(&sigchld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &sigchld, NULL);
  if (!is(mode, "childless")) fork_sleeper();
  sigemptyset(&none);
  sigsuspend(&none);
}

static void sigwait_it(void) {
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGTERM);
  sigprocmask(SIG_BLOCK, &awaited, NULL);
  fork_sleeper();
  sigwaitinfo(&awaited, NULL);
}

static void *pausing(void *unused) {
  pause();
  return unused;
}

static void wait_on_shared(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, pausing, NULL);
  syscall(SYS_futex, share(1), FUTEX_WAIT, 0, NULL, NULL, 0);
}

static const struct situation situations[] = {
    {"suspended", adopt, suspend_it, NULL, idle},
    {"sigwait", adopt, sigwait_it, NULL, idle},
    {"childless", open_nothing, suspend_it, NULL, idle},
    {"shared-futex", open_nothing, wait_on_shared, NULL, idle},
    {0},
};

int main(int argc, char **argv) { return run_situation(situations, argc, argv); }
