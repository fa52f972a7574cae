/* Inside its SIGCHLD handler, which reads standard input to its end; two more children die meanwhile. Modes:
 *   plain      no flags
 *   siginfo    SA_SIGINFO
 *   own-stack  SA_ONSTACK, on a stack for signals
 *   suspended  SIGCHLD is blocked but in sigsuspend(2): it is blocked after the handler, too
 *   nested     the handler itself is interrupted by that of SIGUSR1, which is the one that reads
 *   outside    the handler does nothing: the main program reads, with SIGCHLD blocked
 *   left-over  outside, and what the kernel put on the stack for the handler still lies there, in a buffer
 *   other      in a handler of SIGUSR1 that blocks SIGCHLD, which has the default action
 * Facts: parent, zombies. */
#include "subject.h"

static const char *mode;

static void stand(void) {
  pid_t zombies[] = {fork_zombie(1), fork_zombie(2)};
  fact("parent", getpid());
  fact_list("zombies", zombies, 2);
  facts_stand();
  await_eof();
  reap_all();
  _exit(0);
}

/* The frame of a handler that has returned lies in the room, unless that is written to. */
static __attribute__((noinline)) void stand_with_room(void) {
  volatile char room[1 << 15];
  room[0] = 0;
  stand();
  _exit(room[0]);
}

static void nested(int signal) {
  (void)signal;
  stand();
}

static void handle(int signal) {
  (void)signal;
  if (is(mode, "outside") || is(mode, "left-over")) return;
  if (is(mode, "nested")) raise(SIGUSR1);
  stand();
}

static void handle_with_info(int signal, siginfo_t *info, void *context) {
  (void)info;
  (void)context;
  handle(signal);
}

int main(int argc, char **argv) {
  mode = argc > 1 ? argv[1] : "";
  struct sigaction action = {.sa_handler = handle};
  if (is(mode, "siginfo")) {
    action.sa_sigaction = handle_with_info;
    action.sa_flags = SA_SIGINFO;
  } else if (is(mode, "own-stack")) {
    static char memory[1 << 16];
    stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory};
    must(sigaltstack(&stack, NULL), "sigaltstack");
    action.sa_flags = SA_ONSTACK;
  } else if (is(mode, "nested")) {
    must(sigaction(SIGUSR1, &(struct sigaction){.sa_handler = nested}, NULL), "sigaction");
  } else if (!is(mode, "plain") && !is(mode, "suspended") && !is(mode, "outside") && !is(mode, "left-over") &&
             !is(mode, "other")) {
    bad_mode(argv[0]);
  }
  if (is(mode, "other")) {
    action.sa_handler = nested;
    sigaddset(&action.sa_mask, SIGCHLD);
    must(sigaction(SIGUSR1, &action, NULL), "sigaction");
    raise(SIGUSR1);
  }
  must(sigaction(SIGCHLD, &action, NULL), "sigaction");
  sigset_t sigchld, before;
  sigemptyset(&sigchld);
  sigaddset(&sigchld, SIGCHLD);
  must(sigprocmask(SIG_BLOCK, &sigchld, &before), "sigprocmask");
  fork_zombie(0);
  if (!is(mode, "suspended")) must(sigprocmask(SIG_SETMASK, &before, NULL), "sigprocmask");
  else sigsuspend(&before);
  must(sigprocmask(SIG_BLOCK, &sigchld, NULL), "sigprocmask");
  if (is(mode, "left-over")) stand_with_room();
  stand();
}
