/* A parent with SIGCHLD blocked has a zombie. By mode:
 *   itself         it blocked SIGCHLD: the signal stays pending
 *   by-launcher    it was exec'd with SIGCHLD blocked, and the mask outlives exec: pending as well
 *   caught         it has a handler, too, which never runs: pending
 *   in-one-thread  only the main thread blocks it; the other one lets it pass: not pending
 *   childless      it blocked SIGCHLD and has no child, and so no zombie either: not pending
 * Facts: parent, zombies. */
#include "subject.h"
#include <pthread.h>

static void never_run(int signal) { (void)signal; }

static void *idle(void *unused) {
  pause();
  return unused;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (is(mode, "in-one-thread")) {
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
  } else if (is(mode, "caught")) {
    signal(SIGCHLD, never_run);
  } else if (!is(mode, "itself") && !is(mode, "by-launcher") && !is(mode, "launched") && !is(mode, "childless")) {
    bad_mode(argv[0]);
  }
  if (!is(mode, "launched")) {
    sigset_t sigchld;
    sigemptyset(&sigchld);
    sigaddset(&sigchld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &sigchld, NULL);
  }
  if (is(mode, "by-launcher")) must(execl(argv[0], argv[0], "launched", NULL), "exec");

  int children = !is(mode, "childless");
  pid_t zombie = children ? fork_zombie(7) : 0;
  fact("parent", getpid());
  fact_list("zombies", &zombie, children);
  facts_stand();
  await_eof();
  reap_all();
}
