/* Blocked for a lock that the ender holds. By mode:
 *   flock       an exclusive flock, which this program took, and the ender inherited; the bystander has the file open
 *   ofd  posix  an fcntl lock, of that class, on bytes 0 to 9; the bystander holds one on bytes 100 to 109
 *   own-flock   an exclusive flock, which the waiter itself inherited as well
 *   two-locks   the waiter and the ender hold an flock each, and want that of the other: a deadlock
 * Facts: see blocked-on.h. */
#include "blocked-on.h"
#include <sys/file.h>

static int open_file(void) { return must(open(in_folder("file"), O_RDWR | O_CREAT, 0600), "open"); }

static void lock_bytes(int fd, int command, int start) {
  struct flock bytes = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = 10};
  must(fcntl(fd, command, &bytes), "fcntl");
}

static void flock_it(void) { flock(waiter_fd, LOCK_EX); }
static void ofd_lock_it(void) { lock_bytes(waiter_fd, F_OFD_SETLKW, 0); }
static void posix_lock_it(void) { lock_bytes(waiter_fd, F_SETLKW, 0); }

static void hold_posix_lock(void) {
  lock_bytes(ender_fd, F_SETLK, 0);
  idle();
}

static void hold_other_bytes(void) {
  lock_bytes(bystander_fd, is(mode, "posix") ? F_SETLK : F_OFD_SETLK, 100);
  idle();
}

/* Each takes the lock on its second descriptor, and then wants the other's. */
static void flock_both(void) {
  flock(second_fd, LOCK_EX);
  for (*ready += 1; *ready < 3;) usleep(5000);
  flock(waiter_fd, LOCK_EX);
}

static void flock_both_as_ender(void) { as_ender(flock_both); }

static void open_locked(void) {
  waiter_fd = open_file(), ender_fd = open_file(), bystander_fd = open_file();
  if (is(mode, "flock") || is(mode, "own-flock")) must(flock(ender_fd, LOCK_EX), "flock");
  if (is(mode, "own-flock")) second_fd = ender_fd;
  if (is(mode, "ofd")) lock_bytes(ender_fd, F_OFD_SETLK, 0);
}

static void open_two_locks(void) {
  waiter_fd = open_file(), ender_second_fd = open_file();
  second_fd = must(open(in_folder("other"), O_RDWR | O_CREAT, 0600), "open");
  ender_fd = must(open(in_folder("other"), O_RDWR), "open");
}

static const struct situation situations[] = {
    {"flock", open_locked, flock_it, idle, idle},
    {"own-flock", open_locked, flock_it, idle, idle},
    {"ofd", open_locked, ofd_lock_it, idle, hold_other_bytes},
    {"posix", open_locked, posix_lock_it, hold_posix_lock, hold_other_bytes},
    {"two-locks", open_two_locks, flock_both, flock_both_as_ender, idle},
    {0},
};

int main(int argc, char **argv) { return run_situation(situations, argc, argv); }
