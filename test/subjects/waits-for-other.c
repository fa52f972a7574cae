/* The parent does wait, but for another child than the one that is a zombie. The first argument says how:
 *   wait4         waitpid(other)
 *   waitid        waitid(P_PID, other)
 *   waitid-pidfd  waitid(P_PIDFD, a pidfd of other)
 *   group         waitpid(-pgid), where other leads that process group
 *   own-group     waitpid(0), where the zombie is in another process group
 *   of-thread     waitpid(-1, __WNOTHREAD) in a worker, where the main thread forked the zombie
 * A second argument "worker" makes it another thread than the main one.
 * Facts: parent, waiter (the thread that waits), other, zombies; pidfd (the descriptor). */
#include "subject.h"
#include <pthread.h>
#include <sys/syscall.h>

static const char *way;
static pid_t forked_by_main;

/* The other child tells the facts, because the parent's only thread may be the one that waits: once it
 * sleeps, it sleeps in the wait, since nothing before that sleeps. */
static void be_the_other(pid_t waiter, pid_t zombie, int pidfd) {
  if (is(way, "group")) setpgid(0, 0);
  await_state(waiter, 'S');
  fact("parent", getppid());
  fact("waiter", waiter);
  fact("other", getpid());
  fact_list("zombies", &zombie, 1);
  if (is(way, "waitid-pidfd")) fact("pidfd", pidfd);
  facts_stand();
  await_eof();
  _exit(0);
}

static void *wait_for_other(void *unused) {
  pid_t zombie = forked_by_main ? forked_by_main : fork_zombie(7), waiter = gettid();
  int next_fd = must(dup(STDIN_FILENO), "dup");
  close(next_fd);
  pid_t other = must(fork(), "fork");
  if (other == 0) be_the_other(waiter, zombie, next_fd);
  siginfo_t info;
  if (is(way, "wait4")) {
    waitpid(other, NULL, 0);
  } else if (is(way, "waitid")) {
    waitid(P_PID, other, &info, WEXITED);
  } else if (is(way, "waitid-pidfd")) {
    int pidfd = must(syscall(SYS_pidfd_open, other, 0), "pidfd_open");
    waitid(P_PIDFD, pidfd, &info, WEXITED);
  } else if (is(way, "of-thread")) {
    waitpid(-1, NULL, __WNOTHREAD);
  } else if (is(way, "group")) {
    setpgid(other, other);
    waitpid(-other, NULL, 0);
  } else {
    setpgid(zombie, zombie);
    waitpid(0, NULL, 0);
  }
  return unused;
}

int main(int argc, char **argv) {
  way = argc > 1 ? argv[1] : "";
  if (!is(way, "wait4") && !is(way, "waitid") && !is(way, "waitid-pidfd") && !is(way, "group") &&
      !is(way, "own-group") && !is(way, "of-thread"))
    bad_mode(argv[0]);
  if (is(way, "of-thread")) forked_by_main = fork_zombie(7);
  if (is(argv[2], "worker")) {
    pthread_t worker;
    pthread_create(&worker, NULL, wait_for_other, NULL);
    pthread_join(worker, NULL);
  } else {
    wait_for_other(NULL);
  }
  reap_all();
}
