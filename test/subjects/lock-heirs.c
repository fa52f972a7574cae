/* Who took a lock is gone, and others hold it; one more process waits for it. By mode:
 *   flock   an exclusive flock, which an heir has by fork
 *   ofd     an open file description lock, which two heirs have by fork; the kernel names no acquirer
 *   helper  an exclusive flock that a helper took for this program, as flock(1) does for a shell
 * This program adopts the heirs. Facts: acquirer (gone), holders, fd (in each of them), waiter, path. */
#include "subject.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/prctl.h>

static char path[] = "/tmp/procdoc-lock-heirs-XXXXXX";
static int is_ofd;

static void take_lock(int fd) {
  struct flock whole_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (is_ofd) must(fcntl(fd, F_OFD_SETLKW, &whole_file), "fcntl");
  else must(flock(fd, LOCK_EX), "flock");
}

/* In a session of its own, so that its heirs can be told from children of their adopter. */
static _Noreturn void be_the_acquirer(int heirs, told *holders) {
  setsid();
  int fd = must(open(path, O_RDWR), path);
  take_lock(fd);
  for (int i = 0; i < heirs; i++) holders[i] = fork_idler();
  _exit(0);
}

static pid_t fork_waiter(void) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close_range(3, ~0U, 0);
    take_lock(must(open(path, O_RDWR), path));
    await_eof();
    _exit(0);
  }
  await_state(pid, 'S');
  return pid;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int is_helper = is(mode, "helper"), holders[2], fd = 3, count = is(mode, "ofd") ? 2 : 1;
  is_ofd = is(mode, "ofd");
  if (!is_ofd && !is_helper && !is(mode, "flock")) bad_mode(argv[0]);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  close_range(3, ~0U, 0);
  close(must(mkstemp(path), "mkstemp"));
  told *told_by = share(2);
  if (is_helper) fd = must(open(path, O_RDWR), path);
  pid_t acquirer = must(fork(), "fork");
  if (acquirer == 0 && is_helper) take_lock(fd), _exit(0);
  if (acquirer == 0) be_the_acquirer(count, told_by);
  waitpid(acquirer, NULL, 0);
  for (int i = 0; i < count; i++) holders[i] = is_helper ? getpid() : await_told(&told_by[i]);

  fact("acquirer", acquirer);
  fact_list("holders", holders, count);
  fact("fd", fd);
  fact("waiter", fork_waiter());
  fact_text("path", path);
  facts_stand();
  await_eof();
  if (is_helper) close(fd);
  unlink(path);
  reap_all();
}
