/* An init that blocks SIGCHLD and SIGTERM, reads both from a signalfd, reaps whatever it is given, and passes
 * SIGTERM on to its command. Leaves when the command has.
 *   signalfd-init COMMAND [ARGUMENT...] */
#include "subject.h"
#include <sys/signalfd.h>

int main(int argc, char **argv) {
  if (argc < 2) bad_mode(argv[0]);
  sigset_t taken, none;
  sigemptyset(&none);
  sigemptyset(&taken);
  sigaddset(&taken, SIGCHLD);
  sigaddset(&taken, SIGTERM);
  sigprocmask(SIG_BLOCK, &taken, NULL);
  int signals = must(signalfd(-1, &taken, SFD_CLOEXEC), "signalfd");
  pid_t command = must(fork(), "fork");
  if (command == 0) {
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  for (;;) {
    struct signalfd_siginfo taken_signal;
    must(read(signals, &taken_signal, sizeof taken_signal), "signalfd");
    if (taken_signal.ssi_signo == SIGTERM) kill(command, SIGTERM);
    int status;
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;)
      if (child == command) return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }
}
