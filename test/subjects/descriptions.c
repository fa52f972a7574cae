/* A parent has a file open, once more by dup(2), and once more by another open(2); and it has a child. By mode:
 *   fork     the child has a copy of the descriptor table
 *   sharing  the child was cloned with CLONE_FILES: there is one table
 * Facts: parent, child, fd, duplicate, reopened; and what kcmp(2) told the parent itself: kcmpDuplicate,
 * kcmpReopened (fd, reopened), kcmpReversed (reopened, fd), kcmpInherited (parent's fd, child's), kcmpTables. */
#include "subject.h"
#include <fcntl.h>
#include <linux/kcmp.h>
#include <linux/sched.h>
#include <sys/syscall.h>

static long order_of(pid_t a, int a_fd, pid_t b, int b_fd) {
  return must(syscall(SYS_kcmp, a, b, KCMP_FILE, a_fd, b_fd), "kcmp");
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (!is(mode, "fork") && !is(mode, "sharing")) bad_mode(argv[0]);
  int fd = must(open("/dev/null", O_RDONLY), "/dev/null");
  int reopened = must(open("/dev/null", O_RDONLY), "/dev/null");
  int duplicate = must(dup(fd), "dup");
  unsigned long flags = SIGCHLD | (is(mode, "sharing") ? CLONE_FILES : 0);
  pid_t parent = getpid(), child = must(syscall(SYS_clone, flags, 0, 0, 0, 0), "clone");
  if (child == 0) {
    await_eof();
    _exit(0);
  }
  fact("parent", parent);
  fact("child", child);
  fact("fd", fd);
  fact("duplicate", duplicate);
  fact("reopened", reopened);
  fact("kcmpDuplicate", order_of(parent, fd, parent, duplicate));
  fact("kcmpReopened", order_of(parent, fd, parent, reopened));
  fact("kcmpReversed", order_of(parent, reopened, parent, fd));
  fact("kcmpInherited", order_of(parent, fd, child, fd));
  fact("kcmpTables", must(syscall(SYS_kcmp, parent, child, KCMP_FILES, 0, 0), "kcmp"));
  facts_stand();
  await_eof();
  reap_all();
}
