/* Parent, child and parent again each read two bytes of one file, which holds "abcdef". By mode:
 *   fork       through one open file description, inherited over fork: "ab", "cd", "ef"
 *   two-opens  each through its own: "ab", "ab", "cd"
 * Facts: parent, child, fd (parent's), childFd, path, reads (the three). */
#include "subject.h"
#include <fcntl.h>

static void read_two(int fd, char *two) { must(read(fd, two, 2), "read"); }

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!is(mode, "fork") && !is(mode, "two-opens")) bad_mode(argv[0]);
  char path[] = "/tmp/procdoc-offset-XXXXXX", first[3] = "", third[3] = "";
  close_range(3, ~0U, 0);
  int written = must(mkstemp(path), "mkstemp");
  must(write(written, "abcdef", 6), "write");
  close(written);

  int fd = must(open(path, O_RDONLY), path);
  told *child_fd = share(1);
  char *second = (char *)share(1);
  read_two(fd, first);
  pid_t child = must(fork(), "fork");
  if (child == 0) {
    if (is(mode, "two-opens")) close(fd);
    int own = is(mode, "two-opens") ? must(open(path, O_RDONLY), path) : fd;
    read_two(own, second);
    *child_fd = own;
    await_eof();
    _exit(0);
  }
  await_told(child_fd);
  read_two(fd, third);

  fact("parent", getpid());
  fact("child", child);
  fact("fd", fd);
  fact("childFd", *child_fd);
  fact_text("path", path);
  fact_name("reads");
  printf("[\"%s\",\"%s\",\"%s\"]", first, second, third);
  facts_stand();
  await_eof();
  unlink(path);
  reap_all();
}
