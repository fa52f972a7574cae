/* One file whose bytes 0, 1 and 2 are locked apart from each other. By mode:
 *   ofd           three holders have an OFD lock on a byte each, and a waiter wants each of these
 *   ofd-far       the same of the bytes from 2^53 on, which a double does not tell apart
 *   ofd-deadlock  two holders of OFD locks, and each wants the byte of the other
 *   threads       two holders of POSIX locks, and two threads of one waiter want a byte each
 *   shared-ofd    one holder and its child share an OFD lock for reading on byte 0; another holder has an equal lock, and
 *                 the child wants that byte for writing
 * Facts: holders (by byte), waiters (by the byte that each wants; with "threads" the two thread ids), path. */
#include "subject.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static char path[] = "/tmp/procdoc-lock-ranges-XXXXXX";
static told *done, *tids;
static off_t first;

static int open_it(void) { return must(open(path, O_RDWR), path); }

static void lock_byte(int fd, int command, short type, int byte) {
  struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = first + byte, .l_len = 1};
  must(fcntl(fd, command, &range), "fcntl");
}

/* Takes a byte, and wants another one (-1: none). */
static pid_t fork_locker(int is_ofd, int taken, int wanted) {
  pid_t pid = must(fork(), "fork");
  if (pid) return pid;
  int fd = open_it();
  if (taken >= 0) lock_byte(fd, is_ofd ? F_OFD_SETLK : F_SETLK, F_WRLCK, taken);
  ++*done;
  for (int looks = 0; *done < 2 && taken >= 0 && wanted >= 0;) look_again(&looks, "the other lock");
  if (wanted >= 0) lock_byte(fd, is_ofd ? F_OFD_SETLKW : F_SETLKW, F_WRLCK, wanted);
  await_eof();
  _exit(0);
}

static pid_t held_by(int is_ofd, int byte, int wanted) {
  int before = *done;
  pid_t pid = fork_locker(is_ofd, byte, wanted);
  for (int looks = 0; *done == before;) look_again(&looks, "a lock");
  return pid;
}

static void *want_byte(void *byte) {
  long number = (long)byte;
  tids[number] = syscall(SYS_gettid);
  lock_byte(open_it(), F_SETLKW, F_WRLCK, number);
  return NULL;
}

static pid_t fork_threads(void) {
  pid_t pid = must(fork(), "fork");
  if (pid) return pid;
  pthread_t thread;
  for (long byte = 1; byte >= 0; byte--) pthread_create(&thread, NULL, want_byte, (void *)byte);
  await_eof();
  _exit(0);
}

static pid_t fork_reader(int fd, int wants) {
  pid_t pid = must(fork(), "fork");
  if (pid) return pid;
  if (fd < 0) lock_byte(open_it(), F_OFD_SETLK, F_RDLCK, 0);
  ++*done;
  if (wants) lock_byte(fd, F_OFD_SETLKW, F_WRLCK, 0);
  await_eof();
  _exit(0);
}

/* As many lines of /proc/locks with an arrow as there are waiters on this file. */
static void await_requests(int count) {
  char own[64], line[256];
  struct stat file;
  must(stat(path, &file), "stat");
  snprintf(own, sizeof own, ":%ld ", (long)file.st_ino);
  for (int looks = 0, seen = 0; seen < count; look_again(&looks, "requests")) {
    FILE *locks = fopen("/proc/locks", "r");
    for (seen = 0; fgets(line, sizeof line, locks);) seen += strstr(line, "->") && strstr(line, own);
    fclose(locks);
  }
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int holders[3], waiters[3], held = 0, count = 0;
  pid_t threads = 0;
  close_range(3, ~0U, 0);
  close(must(mkstemp(path), "mkstemp"));
  done = share(3), tids = done + 1;
  if (is(mode, "ofd-far")) first = 1LL << 53;
  if (is(mode, "ofd") || is(mode, "ofd-far")) {
    for (; held < 3; held++) holders[held] = held_by(1, held, -1);
    for (; count < 3; count++) {
      waiters[count] = held_by(1, -1, count);
      await_requests(count + 1);
    }
  } else if (is(mode, "ofd-deadlock")) {
    for (; held < 2; held++) holders[held] = waiters[1 - held] = held_by(1, held, 1 - held);
    count = 2;
  } else if (is(mode, "threads")) {
    for (; held < 2; held++) holders[held] = held_by(0, held, -1);
    threads = fork_threads();
    for (; count < 2; count++) waiters[count] = await_told(&tids[count]);
  } else if (is(mode, "shared-ofd")) {
    int fd = open_it();
    lock_byte(fd, F_OFD_SETLK, F_RDLCK, 0);
    holders[held++] = fork_reader(-1, 0);
    for (int looks = 0; *done < 1;) look_again(&looks, "the other reader");
    waiters[count++] = fork_reader(fd, 1);
  } else {
    bad_mode("lock-ranges");
  }
  await_requests(count);
  fact_list("holders", holders, held);
  fact_list("waiters", waiters, count);
  fact("process", threads);
  fact_text("path", path);
  facts_stand();
  await_eof();
  unlink(path);
  for (int i = 0; i < held; i++) kill(holders[i], SIGKILL);
  if (threads) kill(threads, SIGKILL);
  else for (int i = 0; i < count; i++) kill(waiters[i], SIGKILL);
  reap_all();
}
