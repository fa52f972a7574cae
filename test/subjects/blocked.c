/* A parent with SIGCHLD blocked has a zombie. By mode:
 *   itself         it blocked SIGCHLD: the signal stays pending
 *   by-launcher    it was exec'd with SIGCHLD blocked, and the mask outlives exec: pending as well
 *   in-one-thread  only the main thread blocks it; the other one lets it pass: not pending
 * Facts: parent, zombies. */
#include "subject.h"
#include <pthread.h>

static void *idle(void *unused) {
  pause();
  return unused;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (is(mode, "in-one-thread")) {
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
  } else if (!is(mode, "itself") && !is(mode, "by-launcher") && !is(mode, "launched")) {
    bad_mode(argv[0]);
  }
  if (!is(mode, "launched")) {
    sigset_t sigchld;
    sigemptyset(&sigchld);
    sigaddset(&sigchld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &sigchld, NULL);
  }
  if (is(mode, "by-launcher")) must(execl(argv[0], argv[0], "launched", NULL), "exec");

  pid_t zombie = fork_zombie(7);
  fact("parent", getpid());
  fact_list("zombies", &zombie, 1);
  facts_stand();
  await_eof();
  reap_all();
}
