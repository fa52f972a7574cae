/* A parent has two files open, of which it has mapped one, and a child that has the same descriptors, but mapped
 * nothing.
 * Facts: parent, child, mapped, plain. */
#include "subject.h"
#include <sys/mman.h>

int main(void) {
  int mapped = must(memfd_create("mapped", 0), "memfd_create"), plain = must(memfd_create("plain", 0), "memfd_create");
  must(ftruncate(mapped, 1), "ftruncate");
  pid_t child = fork_idler();
  if (mmap(NULL, 1, PROT_READ, MAP_SHARED, mapped, 0) == MAP_FAILED) must(-1, "mmap");
  fact("parent", getpid());
  fact("child", child);
  fact("mapped", mapped);
  fact("plain", plain);
  facts_stand();
  await_eof();
  reap_all();
}
