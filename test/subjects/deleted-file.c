/* A server whose log was deleted, but which has it open, as its worker has. By mode, what was deleted:
 *   log      32 MiB in a folder of its own
 *   small    a page of the same
 *   holes    32 MiB of which nothing was ever written
 *   scratch  32 MiB directly in /tmp, deleted as soon as it was made
 *   mapped   the log again, which the server has mapped, too
 *   closed   the same, but it is only mapped, and neither has it open
 *   memfd    32 MiB of memory: memfd_create(2)
 * Facts: parent, worker, fd (of both), path. */
#include "subject.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { MIB = 1024 * 1024 };

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  char folder[] = "/tmp/procdoc-deleted-XXXXXX", path[64] = "";
  int fd;
  close_range(3, ~0U, 0);
  if (is(mode, "memfd")) {
    fd = must(memfd_create("procdoc-deleted", 0), "memfd_create");
  } else if (is(mode, "scratch")) {
    fd = must(mkstemp(strcpy(path, folder)), "mkstemp");
  } else {
    if (!mkdtemp(folder)) must(-1, folder);
    snprintf(path, sizeof path, "%s/server.log", folder);
    fd = must(open(path, O_RDWR | O_CREAT | O_APPEND, 0600), path);
  }
  off_t bytes = is(mode, "small") ? 4096 : 32 * MIB;
  if (is(mode, "holes")) must(ftruncate(fd, bytes), "ftruncate");
  else if (posix_fallocate(fd, 0, bytes)) must(-1, "posix_fallocate");
  unlink(path);
  rmdir(folder);
  if (is(mode, "closed")) {
    if (mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED) must(-1, "mmap");
    close(fd);
  }
  pid_t worker = fork_idler();
  if (is(mode, "mapped") && mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED) must(-1, "mmap");
  fact("parent", getpid());
  fact("worker", worker);
  fact("fd", fd);
  fact_text("path", path);
  facts_stand();
  await_eof();
  reap_all();
}
