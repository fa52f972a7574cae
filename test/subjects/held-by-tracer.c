/* A child dies while it is traced; its parent cannot reap it before the tracer has waited. By mode:
 *   by-other            a third process traces it: the parent's waitpid gives 0
 *   by-parent           the parent traces it and never waits: nobody but the parent is to blame
 *   by-parent-ignoring  the same with SIGCHLD ignored, which reaps nothing that is traced
 * Facts: parent, zombies, tracer; waitpid (what the parent's waitpid(zombie, WNOHANG) gave). */
#include "subject.h"
#include <sys/prctl.h>
#include <sys/ptrace.h>

#ifndef PR_SET_PTRACER_ANY
#define PR_SET_PTRACER_ANY ((unsigned long)-1)
#endif

static pid_t fork_who_exits_when(told *traced) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0); /* a sibling may trace under Yama, too */
    await_told(traced);
    _exit(7);
  }
  return pid;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  told *traced = share(1);
  pid_t zombie = fork_who_exits_when(traced), tracer = getpid();
  if (is(mode, "by-other")) {
    tracer = must(fork(), "fork");
    if (tracer == 0) {
      must(ptrace(PTRACE_SEIZE, zombie, NULL, NULL), "ptrace");
      *traced = 1;
      await_eof();
      _exit(0);
    }
    await_told(traced);
  } else if (is(mode, "by-parent") || is(mode, "by-parent-ignoring")) {
    if (is(mode, "by-parent-ignoring")) signal(SIGCHLD, SIG_IGN);
    must(ptrace(PTRACE_SEIZE, zombie, NULL, NULL), "ptrace");
    *traced = 1;
  } else {
    bad_mode(argv[0]);
  }
  await_state(zombie, 'Z');
  fact("parent", getpid());
  fact("tracer", tracer);
  fact_list("zombies", &zombie, 1);
  if (is(mode, "by-other")) fact("waitpid", waitpid(zombie, NULL, WNOHANG));
  facts_stand();
  await_eof();
  reap_all();
}
