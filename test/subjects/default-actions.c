/* A child for each signal, which sends it to itself with every disposition at its default: a line each with the
 * signal and the status that waitpid delivered; a child that lives on exits with 200. Cores, where they are
 * written to a file, go to the working directory. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* By system call: the C library refuses the signals that it keeps for itself. */
static void default_everything(void) {
  static const char default_action[64];
  for (int signal = 1; signal <= 64; signal++) syscall(SYS_rt_sigaction, signal, default_action, NULL, 8);
  static const unsigned char none[8];
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, none, NULL, sizeof none);
}

static void meet(int signal) {
  /* In an orphaned process group SIGTSTP, SIGTTIN and SIGTTOU would be discarded. */
  setpgid(0, 0);
  default_everything();
  syscall(SYS_kill, getpid(), signal);
  _exit(200);
}

int main(void) {
  setsid();
  struct rlimit limit;
  getrlimit(RLIMIT_CORE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_CORE, &limit);

  for (int signal = 1; signal <= 64; signal++) {
    pid_t child = fork();
    if (child == -1) return 1;
    if (child == 0) meet(signal);
    int status;
    if (waitpid(child, &status, WUNTRACED) != child) return 1;
    printf("%d %d\n", signal, status);
    if (!WIFSTOPPED(status)) continue;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
  }
}
