/* What the subject programs share: children, waiting for a state, the line of facts, the end.
 *
 * A subject prints one line of JSON when its situation stands, and undoes the situation at the end of its
 * standard input. Whatever it starts that lives on reads the same standard input to its end, so nothing
 * outlives the test. Children leave with _exit: what stdio holds belongs to the subject. */
#ifndef SUBJECT_H
#define SUBJECT_H

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* For calls that a situation cannot do without. */
static inline long must(long result, const char *call) {
  if (result == -1) {
    perror(call);
    _exit(1);
  }
  return result;
}

static inline _Noreturn void bad_mode(const char *program) {
  fprintf(stderr, "%s: see the modes at the top of its source\n", program);
  _exit(2);
}

static inline int is(const char *argument, const char *mode) { return argument && !strcmp(argument, mode); }

/* Between two looks at something that is to come; gives up after ten seconds. */
static inline void look_again(int *looks, const char *awaited) {
  if (++*looks > 2000) {
    fprintf(stderr, "subject: waited in vain for %s\n", awaited);
    _exit(1);
  }
  usleep(5000);
}

/* The state letter of a process or thread in /proc/PID/stat, or 0 when it is gone. */
static inline char state_of(pid_t pid) {
  char path[32], line[512];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *stat = fopen(path, "r");
  if (!stat) return 0;
  size_t length = fread(line, 1, sizeof line - 1, stat);
  fclose(stat);
  line[length] = 0;
  char *end_of_comm = strrchr(line, ')');
  return end_of_comm ? end_of_comm[2] : 0;
}

/* State 0: until it is gone. */
static inline void await_state(pid_t pid, char state) {
  for (int looks = 0; state_of(pid) != state;) look_again(&looks, "a state");
}

static inline void await_eof(void) {
  char byte;
  ssize_t got;
  do got = read(STDIN_FILENO, &byte, 1);
  while (got > 0 || (got == -1 && errno == EINTR));
}

static inline pid_t fork_exit(int exit_status) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) _exit(exit_status);
  return pid;
}

static inline pid_t fork_zombie(int exit_status) {
  pid_t pid = fork_exit(exit_status);
  await_state(pid, 'Z');
  return pid;
}

/* A child that lives as long as the situation. */
static inline pid_t fork_idler(void) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    await_eof();
    _exit(0);
  }
  return pid;
}

/* Waits for every child, those too that were cloned with another exit signal than SIGCHLD. */
static inline void reap_all(void) {
  while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR) continue;
}

/* Numbers that processes of one subject tell each other, over shared memory. */
typedef _Atomic int told;

static inline told *share(int count) {
  void *page = mmap(NULL, count * sizeof(told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  must(page == MAP_FAILED ? -1 : 0, "mmap");
  return page;
}

static inline int await_told(told *number) {
  for (int looks = 0; *number == 0;) look_again(&looks, "a number");
  return *number;
}

/* The line of facts: any number of fact…(), then facts_stand(). Texts are printed as they are. */
static inline void fact_name(const char *name) {
  static int facts;
  printf("%s\"%s\":", facts++ ? "," : "{", name);
}

static inline void fact(const char *name, long value) {
  fact_name(name);
  printf("%ld", value);
}

static inline void fact_text(const char *name, const char *text) {
  fact_name(name);
  printf("\"%s\"", text);
}

static inline void fact_list(const char *name, const int *values, int count) {
  fact_name(name);
  printf("[");
  for (int i = 0; i < count; i++) printf("%s%d", i ? "," : "", values[i]);
  printf("]");
}

static inline void facts_stand(void) {
  printf("}\n");
  fflush(stdout);
}

#endif
