/* A process holds a lock on a file, others wait for it. By mode:
 *   flock   an exclusive flock; the first waiter wants it exclusively, the second for reading
 *   ofd     an open file description lock on bytes 10 to 19, of which /proc/locks names no process; one waiter
 *   mixed   the same lock; the first waiter wants a POSIX lock on bytes 12 to 17, two more OFD locks: one for reading
 *           bytes 15 to 19, behind it, and one for writing byte 10
 *   mapped  an exclusive flock, through a mapping of the file alone: the descriptor is closed; nobody waits
 *   mapped-by-other  the same, but a child took the lock, and has closed the descriptor
 *   lease   a lease for reading; nobody waits
 *   broken  the same, and the waiter opens the file for writing
 * Facts: holder, fd, waiters (each blocked), path. */
#include "subject.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

static char path[] = "/tmp/procdoc-lock-queue-XXXXXX";

static struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 10};

static void lock_bytes(int fd, int command) { must(fcntl(fd, command, &range), "fcntl"); }

/* Has no copy of the holder's descriptor: else it would wait for itself. */
static pid_t fork_waiter(int held, int is_ofd, int operation) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close(held);
    int fd = must(open(path, O_RDWR), path);
    if (is_ofd) lock_bytes(fd, F_OFD_SETLKW);
    else must(flock(fd, operation), "flock");
    await_eof();
    _exit(0);
  }
  await_state(pid, 'S');
  return pid;
}

/* For a lock of another class, on other bytes. */
static pid_t fork_other_waiter(int held, int command, short type, off_t start, off_t length) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close(held);
    range = (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    lock_bytes(must(open(path, O_RDWR), path), command);
    await_eof();
    _exit(0);
  }
  await_state(pid, 'S');
  return pid;
}

static pid_t fork_writer(int held) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    close(held);
    must(open(path, O_WRONLY), path);
    await_eof();
    _exit(0);
  }
  await_state(pid, 'S');
  return pid;
}

/* As many lines of /proc/locks with an arrow as there are waiters on this file. */
static void await_requests(int fd, int count) {
  char own[64], line[256];
  struct stat file;
  must(fstat(fd, &file), "fstat");
  snprintf(own, sizeof own, ":%ld ", (long)file.st_ino);
  for (int looks = 0, seen = 0; seen < count; look_again(&looks, "requests")) {
    FILE *locks = fopen("/proc/locks", "r");
    for (seen = 0; fgets(line, sizeof line, locks);) seen += strstr(line, "->") && strstr(line, own);
    fclose(locks);
    if (seen >= count) break;
  }
}

/* Takes a flock that its parent then keeps, and closes its own descriptor. */
static void fork_taker(int fd) {
  int done[2];
  char byte;
  must(pipe(done), "pipe");
  if (must(fork(), "fork") == 0) {
    must(flock(fd, LOCK_EX), "flock");
    close_range(3, ~0U, 0);
    await_eof();
    _exit(0);
  }
  close(done[1]);
  must(read(done[0], &byte, 1), "read");
  close(done[0]);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int waiters[3], count = 0, is_broken = is(mode, "broken"), is_lease = is_broken || is(mode, "lease");
  close_range(3, ~0U, 0);
  close(must(mkstemp(path), "mkstemp"));
  int fd = must(open(path, is_lease ? O_RDONLY : O_RDWR), path);
  if (is(mode, "mapped") || is(mode, "mapped-by-other")) {
    if (is(mode, "mapped")) must(flock(fd, LOCK_EX), "flock");
    else fork_taker(fd);
    must(ftruncate(fd, 1), "ftruncate");
    must(mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0, "mmap");
    close(fd);
  } else if (is(mode, "flock")) {
    must(flock(fd, LOCK_EX), "flock");
    waiters[count++] = fork_waiter(fd, 0, LOCK_EX);
    await_requests(fd, count);
    waiters[count++] = fork_waiter(fd, 0, LOCK_SH);
  } else if (is(mode, "ofd")) {
    lock_bytes(fd, F_OFD_SETLK);
    waiters[count++] = fork_waiter(fd, 1, 0);
  } else if (is(mode, "mixed")) {
    lock_bytes(fd, F_OFD_SETLK);
    waiters[count++] = fork_other_waiter(fd, F_SETLKW, F_WRLCK, 12, 6);
    await_requests(fd, count);
    waiters[count++] = fork_other_waiter(fd, F_OFD_SETLKW, F_RDLCK, 15, 5);
    await_requests(fd, count);
    waiters[count++] = fork_other_waiter(fd, F_OFD_SETLKW, F_WRLCK, 10, 1);
  } else if (is_lease) {
    signal(SIGIO, SIG_IGN);
    must(fcntl(fd, F_SETLEASE, F_RDLCK), "F_SETLEASE");
    if (is_broken) waiters[count++] = fork_writer(fd);
  } else {
    bad_mode("lock-queue");
  }
  if (!is_broken && count > 0) await_requests(fd, count);
  fact("holder", getpid());
  fact("fd", fd);
  fact_list("waiters", waiters, count);
  fact_text("path", path);
  facts_stand();
  await_eof();
  close(fd);
  unlink(path);
  reap_all();
}
