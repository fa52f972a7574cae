/* A parent opens something, forks, and both live on with it. By mode, what it is:
 *   socketpair    one end each of a UNIX stream pair
 *   eventfd  memfd  deleted-file (a regular file, unlinked)
 *   append-log    a file opened with O_APPEND, to which both wrote a line
 *   flock         an exclusive flock, which belongs to the open file description: both hold it
 *   posix-lock    an fcntl lock, which belongs to the parent's process: the child holds none
 *   ofd-lock      an open file description lock: both hold it
 *   two-flocks    a shared flock each, by two separate opens of one file
 * Facts: parent, child, fd (parent's), childFd; path of a file that was made. */
#include "subject.h"
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>

static char path[] = "/tmp/procdoc-heirs-XXXXXX";

static int open_file(int flags) {
  close(must(mkstemp(path), "mkstemp"));
  return must(open(path, flags), path);
}

static void take_lock(int fd, int command) {
  struct flock whole_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  must(fcntl(fd, command, &whole_file), "fcntl");
}

/* What the parent opens; ends[1] is the child's where that is another one. */
static void open_heirloom(const char *mode, int ends[2]) {
  if (is(mode, "socketpair")) must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
  else if (is(mode, "eventfd")) ends[0] = must(eventfd(3, 0), "eventfd");
  else if (is(mode, "memfd")) ends[0] = must(memfd_create("procdoc-heirs", 0), "memfd_create");
  else if (is(mode, "append-log")) ends[0] = open_file(O_WRONLY | O_APPEND);
  else ends[0] = open_file(O_RDWR);

  if (is(mode, "deleted-file")) unlink(path);
  else if (is(mode, "append-log")) dprintf(ends[0], "parent\n");
  else if (is(mode, "flock")) must(flock(ends[0], LOCK_EX), "flock");
  else if (is(mode, "two-flocks")) must(flock(ends[0], LOCK_SH), "flock");
  else if (is(mode, "posix-lock")) take_lock(ends[0], F_SETLK);
  else if (is(mode, "ofd-lock")) take_lock(ends[0], F_OFD_SETLK);
  else if (!is(mode, "socketpair") && !is(mode, "eventfd") && !is(mode, "memfd")) bad_mode("heirs");
}

static void be_the_heir(const char *mode, int ends[2], told *child_fd) {
  int fd = ends[0];
  if (is(mode, "socketpair")) {
    close(ends[0]);
    fd = ends[1];
  } else if (is(mode, "two-flocks")) {
    close(fd);
    fd = must(open(path, O_RDWR), path);
    must(flock(fd, LOCK_SH), "flock");
  } else if (is(mode, "append-log")) {
    dprintf(fd, "child\n");
  }
  *child_fd = fd;
  await_eof();
  _exit(0);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int ends[2] = {-1, -1};
  close_range(3, ~0U, 0);
  open_heirloom(mode, ends);
  told *child_fd = share(1);
  pid_t child = must(fork(), "fork");
  if (child == 0) be_the_heir(mode, ends, child_fd);
  await_told(child_fd);
  if (ends[1] != -1) close(ends[1]);

  int made_a_file = strstr(path, "XXXXXX") == NULL;
  fact("parent", getpid());
  fact("child", child);
  fact("fd", ends[0]);
  fact("childFd", *child_fd);
  if (made_a_file) fact_text("path", path);
  facts_stand();
  await_eof();
  if (made_a_file) unlink(path);
  reap_all();
}
