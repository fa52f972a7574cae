/* Runs a command and prints on descriptor 3 what it took, as a line of JSON: status, seconds, cpuSeconds, peakKb, of
 * the command and what it waited for: getrusage(2). A status of -N is signal N.
 * Usage: measured [--without-bpf] [--limit SECONDS] COMMAND...
 *   --without-bpf  the command can load no BPF program, as root neither: capabilities(7), bounding set
 *   --limit        the command is killed after this time */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Since Linux 5.8; the headers of an older C library lack them. */
enum { PERFMON = 38, BPF = 39 };

static pid_t child;

static void end_child(int signal) {
  (void)signal;
  kill(child, SIGKILL);
}

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void drop_bpf(void) {
  int dropped[] = {CAP_SYS_ADMIN, PERFMON, BPF};
  for (size_t at = 0; at < sizeof dropped / sizeof *dropped; at++) prctl(PR_CAPBSET_DROP, dropped[at], 0, 0, 0);
}

int main(int count, char **words) {
  int limit = 0, at = 1;
  for (; at < count && !strncmp(words[at], "--", 2); at++) {
    if (!strcmp(words[at], "--without-bpf")) drop_bpf();
    else if (!strcmp(words[at], "--limit") && at + 1 < count) limit = atoi(words[++at]);
    else return 2;
  }
  if (at == count) return 2;
  double started = now();
  child = fork();
  if (child == -1) return 1;
  if (child == 0) {
    close(3);
    execvp(words[at], words + at);
    perror(words[at]);
    _exit(127);
  }
  signal(SIGALRM, end_child);
  alarm(limit);
  int status;
  struct rusage used;
  if (wait4(child, &status, 0, &used) != child) return 1;
  dprintf(3, "{\"status\":%d,\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"peakKb\":%ld}\n",
          WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), now() - started,
          seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
  return 0;
}
