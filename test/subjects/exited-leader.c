/* Looks like a zombie and is none: the main thread ended with pthread_exit, another thread lives. By mode:
 *   running  that thread sleeps in a read
 *   stopped  that thread is stopped
 * Facts: parent, leader, liveThread, waitpid (what the parent's waitpid(leader, WNOHANG) gives: 0). */
#include "subject.h"
#include <pthread.h>
#include <sys/prctl.h>

static void *live(void *tid) {
  *(told *)tid = gettid();
  await_eof();
  _exit(0);
}

static void be_the_leader(told *tid) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pthread_t thread;
  pthread_create(&thread, NULL, live, tid);
  pthread_exit(NULL);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!is(mode, "running") && !is(mode, "stopped")) bad_mode(argv[0]);
  told *tid = share(1);
  pid_t leader = must(fork(), "fork");
  if (leader == 0) be_the_leader(tid);
  await_told(tid);
  await_state(leader, 'Z');
  if (is(mode, "stopped")) kill(leader, SIGSTOP);
  await_state(*tid, is(mode, "stopped") ? 'T' : 'S');
  fact("parent", getpid());
  fact("leader", leader);
  fact("liveThread", *tid);
  fact("waitpid", waitpid(leader, NULL, WNOHANG));
  facts_stand();
  await_eof();
  kill(leader, SIGCONT);
  reap_all();
}
