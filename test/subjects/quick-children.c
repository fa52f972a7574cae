/* A parent of as many children as it is told, one after the other as fast as the kernel makes them, each of which exits at
 * once and is reaped. It begins once it is told to. Facts: parent. */
#include "subject.h"
#include <stdlib.h>

int main(int count, char **words) {
  fact("parent", getpid());
  facts_stand();
  if (getchar() == EOF) return 0;
  for (long left = count > 1 ? atol(words[1]) : 0; left > 0; left--) {
    pid_t child = vfork();
    if (child == -1) return 1;
    if (child == 0) _exit(0);
    if (waitpid(child, NULL, 0) != child) return 1;
  }
  return 0;
}
