/* Starts a command in a process group of its own, adopts what that leaves behind (it is a subreaper), and reaps
 * everything at once. Leaves with the command's exit status when nothing of it is left.
 *   supervisor COMMAND [ARGUMENT...] */
#include "subject.h"
#include <sys/prctl.h>

int main(int argc, char **argv) {
  if (argc < 2) bad_mode(argv[0]);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  close_range(3, ~0U, 0);
  pid_t command = must(fork(), "fork");
  if (command == 0) {
    setpgid(0, 0);
    execv(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  int status, commands_status = 0;
  for (pid_t child; (child = wait(&status)) > 0;)
    if (child == command) commands_status = status;
  return WIFEXITED(commands_status) ? WEXITSTATUS(commands_status) : 1;
}
