/* A program with a soft limit of 64 descriptors. By mode, how many it has:
 *   full    64, and open(2) says EMFILE
 *   nearly  60
 *   half    32
 * Facts: parent, taken, openErrno (0: it can open more). */
#include "subject.h"
#include <fcntl.h>
#include <sys/resource.h>

enum { LIMIT = 64 };

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int taken = is(mode, "full") ? LIMIT : is(mode, "nearly") ? 60 : LIMIT / 2;
  struct rlimit limit;
  close_range(3, ~0U, 0);
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = LIMIT;
  must(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  while (must(open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null") < taken - 1) continue;
  int one_more = open("/dev/null", O_RDONLY);
  int open_errno = one_more == -1 ? errno : 0;
  if (one_more != -1) close(one_more);
  fact("parent", getpid());
  fact("taken", taken);
  fact("openErrno", open_errno);
  facts_stand();
  await_eof();
}
