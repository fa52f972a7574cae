/* A process that is blocked (waiter), one that could end that (ender), and one that has to do with it but
 * could not (bystander): what the blocked-on-*.c subjects share. A mode opens what it is about, says what each
 * of the three does, and with which descriptors.
 * Facts: waiter, fd (what it is blocked on); ender, enderFd, where there is one; bystander. */
#ifndef BLOCKED_ON_H
#define BLOCKED_ON_H

#include "subject.h"
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

typedef void body(void);

struct situation {
  const char *mode;
  body *open, *wait, *end, *stand_by;
};

static const char *mode;
static char folder[] = "/tmp/procdoc-blocked-XXXXXX";
/* What each keeps of all that was opened; the second ones are for two that are blocked. */
static int waiter_fd = -1, second_fd = -1, ender_fd = -1, ender_second_fd = -1, bystander_fd = -1;
static pid_t ender, bystander;
static told *ready;

static inline const char *in_folder(const char *name) {
  static char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

/* What an ender or a bystander does, after what it has to do first. */
static inline void idle(void) {
  *ready += 1;
  await_eof();
}

static inline void read_it(void) {
  char byte;
  for (ssize_t got = 1; got > 0;) got = read(waiter_fd, &byte, 1);
}

/* As the waiter does, with the descriptors of the ender. */
static inline void as_ender(body *run) {
  waiter_fd = ender_fd;
  second_fd = ender_second_fd;
  run();
}

static inline void open_nothing(void) {}

/* A child that has two of our descriptors, and no other. */
static inline pid_t fork_with(body *run, int fd, int other_fd) {
  pid_t pid = must(fork(), "fork");
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL); /* what is blocked does not see the end of stdin */
  for (int each = 3; each < 64; each++)
    if (each != fd && each != other_fd) close(each);
  run();
  _exit(0);
}

/* Asleep, and not in the usleep of someone who awaits something. */
static inline int is_blocked(pid_t pid) {
  char path[32], line[16] = "";
  snprintf(path, sizeof path, "/proc/%d/syscall", pid);
  FILE *syscall_file = fopen(path, "r");
  if (!syscall_file) return 0;
  if (!fgets(line, sizeof line, syscall_file)) line[0] = 0;
  fclose(syscall_file);
  int napping = atoi(line) == SYS_clock_nanosleep && !is(mode, "sleep");
  return state_of(pid) == 'S' && !napping;
}

static inline void await_blocked(pid_t pid) {
  for (int looks = 0; !is_blocked(pid);) look_again(&looks, "a process to block");
}

static inline void remove_folder(void) {
  const char *names[] = {"file", "other", "fifo", "elsewhere/fifo"};
  for (int i = 0; i < 4; i++) unlink(in_folder(names[i]));
  rmdir(in_folder("elsewhere"));
  rmdir(folder);
}

static inline int run_situation(const struct situation *situations, int argc, char **argv) {
  mode = argc > 1 ? argv[1] : "";
  const struct situation *chosen = situations;
  while (chosen->mode && !is(mode, chosen->mode)) chosen++;
  if (!chosen->mode) bad_mode(argv[0]);

  close_range(3, ~0U, 0);
  ready = share(1);
  must(mkdtemp(folder) ? 0 : -1, "mkdtemp");
  chosen->open();
  int helpers = 1;
  bystander = fork_with(chosen->stand_by, bystander_fd, -1);
  if (chosen->end) ender = fork_with(chosen->end, ender_fd, ender_second_fd), helpers++;
  for (int looks = 0; *ready < helpers;) look_again(&looks, "those beside it");
  pid_t waiter = fork_with(chosen->wait, waiter_fd, second_fd);
  close_range(3, ~0U, 0);
  await_blocked(waiter);
  if (ender) await_blocked(ender);

  fact("waiter", waiter);
  fact("fd", waiter_fd);
  if (ender) fact("ender", ender);
  if (ender) fact("enderFd", ender_fd);
  fact("bystander", bystander);
  facts_stand();
  await_eof();
  kill(waiter, SIGKILL);
  if (ender) kill(ender, SIGKILL);
  reap_all();
  remove_folder();
  return 0;
}

#endif
