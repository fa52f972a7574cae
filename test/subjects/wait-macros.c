/* What this system's <sys/wait.h> makes of a status: all that fit in 16 bits, and those given as arguments.
 * A line each: the status, then WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG WCOREDUMP WIFSTOPPED WSTOPSIG
 * WIFCONTINUED, truths as 0 or 1. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static void show(int status) {
  printf("%d %d %d %d %d %d %d %d %d\n", status, !!WIFEXITED(status), WEXITSTATUS(status), !!WIFSIGNALED(status),
         WTERMSIG(status), !!WCOREDUMP(status), !!WIFSTOPPED(status), WSTOPSIG(status), !!WIFCONTINUED(status));
}

int main(int count, char **arguments) {
  for (int status = 0; status <= 0xffff; status++) show(status);
  for (int i = 1; i < count; i++) show((int)strtoll(arguments[i], NULL, 10));
}
