/* Two processes have an exclusive lock on one name, and each believes that it alone has it. By mode:
 *   replaced   flocks: the file was deleted while the first had it, and made again by the second
 *   kinds      a flock, and a POSIX lock on the same file
 *   kin        the same, and the second is a child of the first
 *   both       the same, and one process has both
 *   reopened   as replaced, and the first has the lock of the new file as well; the second has none
 * Facts: holder, other (0: none), path. */
#include "subject.h"
#include <fcntl.h>
#include <sys/file.h>

static char path[] = "/tmp/procdoc-rival-locks-XXXXXX";
static told *done;

static void take(int with_posix) {
  struct flock whole_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int fd = must(open(path, O_RDWR | O_CREAT, 0600), path);
  if (with_posix) must(fcntl(fd, F_SETLK, &whole_file), "fcntl");
  else must(flock(fd, LOCK_EX | LOCK_NB), "flock");
}

static _Noreturn void stay(void) {
  ++*done;
  await_eof();
  _exit(0);
}

static pid_t fork_taker(int with_posix) {
  int before = *done;
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    take(with_posix);
    stay();
  }
  for (int looks = 0; *done == before;) look_again(&looks, "a lock");
  return pid;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  pid_t holder, other = 0;
  close_range(3, ~0U, 0);
  close(must(mkstemp(path), "mkstemp"));
  done = share(1);
  if (is(mode, "replaced") || is(mode, "kinds")) {
    holder = fork_taker(0);
    if (is(mode, "replaced")) must(unlink(path), "unlink");
    other = fork_taker(is(mode, "kinds"));
  } else if (is(mode, "kin") || is(mode, "both") || is(mode, "reopened")) {
    holder = getpid();
    take(0);
    if (is(mode, "kin")) other = fork_taker(1);
    if (is(mode, "both")) take(1);
    if (is(mode, "reopened")) {
      must(unlink(path), "unlink");
      take(0);
    }
  } else {
    bad_mode("rival-locks");
  }
  fact("holder", holder);
  fact("other", other);
  fact_text("path", path);
  facts_stand();
  await_eof();
  unlink(path);
  reap_all();
}
