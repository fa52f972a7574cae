/* Forks so many children, one after the other, each of which exits at once, and waits for each. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words) {
  for (long left = count > 1 ? atol(words[1]) : 0; left > 0; left--) {
    pid_t child = fork();
    if (child == -1) return 1;
    if (child == 0) _exit(0);
    if (waitpid(child, NULL, 0) != child) return 1;
  }
  return 0;
}
