/* Two orphans die with their adopter as parent. By mode:
 *   init             PID 1 of a new pid namespace, which never waits: two zombies
 *   init-reaps       the same with a SIGCHLD handler that loops: none
 *   subreaper        PR_SET_CHILD_SUBREAPER, never waits: two zombies
 *   subreaper-reaps  the same with the handler: none
 *   daemons          subreaper, of orphans in a session that one who is gone had made for them: two zombies
 * Facts: adopter, orphans, zombies (the orphans, or none), innerPids (the orphans', in their namespace). */
#include "subject.h"
#include <sched.h>
#include <sys/prctl.h>

enum { ORPHANS = 2 };
static told *outer, *inner;

static void reap_in_a_loop(int signal) {
  (void)signal;
  while (waitpid(-1, NULL, WNOHANG) > 0) continue;
}

/* The pid as the mounted /proc counts, which is the namespace outside. */
static pid_t pid_outside(void) {
  char pid[16] = "";
  must(readlink("/proc/self", pid, sizeof pid - 1), "/proc/self");
  return atoi(pid);
}

static void be_an_orphan(int i, pid_t adopter) {
  for (int looks = 0; getppid() != adopter;) look_again(&looks, "the adopter");
  inner[i] = getpid();
  outer[i] = pid_outside();
  _exit(7);
}

static void be_the_adopter(int reaps, int of_daemons) {
  struct sigaction action = {.sa_handler = reap_in_a_loop, .sa_flags = SA_RESTART};
  if (reaps) sigaction(SIGCHLD, &action, NULL);
  pid_t adopter = getpid(), between = must(fork(), "fork");
  if (between == 0) {
    if (of_daemons) setsid();
    for (int i = 0; i < ORPHANS; i++)
      if (must(fork(), "fork") == 0) be_an_orphan(i, adopter);
    _exit(0);
  }
  waitpid(between, NULL, 0);
  await_eof();
  reap_all();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int reaps = is(mode, "init-reaps") || is(mode, "subreaper-reaps");
  outer = share(2 * ORPHANS);
  inner = outer + ORPHANS;
  if (is(mode, "init") || is(mode, "init-reaps"))
    must(unshare(CLONE_NEWPID | (geteuid() == 0 ? 0 : CLONE_NEWUSER)), "unshare");
  else if (!is(mode, "subreaper") && !is(mode, "subreaper-reaps") && !is(mode, "daemons"))
    bad_mode(argv[0]);
  pid_t adopter = must(fork(), "fork");
  if (adopter == 0) {
    if (getpid() != 1) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    be_the_adopter(reaps, is(mode, "daemons"));
  }
  int orphans[ORPHANS], inner_pids[ORPHANS];
  for (int i = 0; i < ORPHANS; i++) {
    orphans[i] = await_told(&outer[i]);
    inner_pids[i] = inner[i];
    await_state(orphans[i], reaps ? 0 : 'Z');
  }
  fact("adopter", adopter);
  fact_list("orphans", orphans, ORPHANS);
  fact_list("zombies", orphans, reaps ? 0 : ORPHANS);
  fact_list("innerPids", inner_pids, ORPHANS);
  facts_stand();
  await_eof();
  reap_all();
}
