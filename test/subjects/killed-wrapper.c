/* A wrapper leads a session and process group of its own, as under detached: true, starts commands, and is gone.
 * By mode, who is left:
 *   killed     two commands: SIGKILL ended the wrapper, and not them
 *   holding    the same, and the first one holds an flock
 *   nohup      two that ignore SIGHUP
 *   daemon     one that the wrapper, by a double fork, made a daemon: its standard streams lead to /dev/null
 *   pipeline   the second command of a pipeline: its first one, which led the group, has ended, and the wrapper,
 *              in a group of its own, lives, as a shell does with job control
 * This program adopts what is left. Facts: wrapper, pgid, commands. */
#include "subject.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/prctl.h>

enum { PGID, FIRST, SECOND, TOLD };

static const char *mode;

static char path[] = "/tmp/procdoc-wrapper-XXXXXX";

static void hold_a_lock(void) {
  int fd = must(mkstemp(path), "mkstemp");
  must(flock(fd, LOCK_EX), "flock");
}

/* Keeps the way to the end of this situation at another number than 0. */
static void be_a_daemon(told *ready) {
  int end = must(fcntl(STDIN_FILENO, F_DUPFD, 10), "fcntl"), null = must(open("/dev/null", O_RDWR), "open");
  for (int fd = 0; fd < 3; fd++) dup2(null, fd);
  close(null);
  *ready = getpid();
  char byte;
  while (read(end, &byte, 1) > 0) continue;
  _exit(0);
}

static pid_t fork_command(told *ready, int holds) {
  pid_t pid = must(fork(), "fork");
  if (pid != 0) return pid;
  if (is(mode, "nohup")) signal(SIGHUP, SIG_IGN);
  if (holds) hold_a_lock();
  if (is(mode, "daemon")) be_a_daemon(ready);
  *ready = getpid();
  await_eof();
  if (holds) unlink(path);
  _exit(0);
}

static _Noreturn void be_the_wrapper(told *told_by) {
  setsid();
  told_by[PGID] = getpid();
  if (is(mode, "pipeline")) {
    pid_t first = must(fork(), "fork");
    if (first == 0) pause();
    setpgid(first, first);
    told_by[PGID] = first;
    pid_t second = fork_command(&told_by[FIRST], 0);
    setpgid(second, first);
    kill(first, SIGKILL);
    waitpid(first, NULL, 0);
    told_by[SECOND] = second;
    waitpid(second, NULL, 0);
    _exit(0);
  }
  fork_command(&told_by[FIRST], is(mode, "holding"));
  if (!is(mode, "daemon")) fork_command(&told_by[SECOND], 0);
  for (;;) pause();
}

int main(int argc, char **argv) {
  const char *modes[] = {"killed", "holding", "nohup", "daemon", "pipeline"};
  int known = 0, commands[2], is_pipeline;
  mode = argc > 1 ? argv[1] : "";
  for (int i = 0; i < 5; i++) known |= is(mode, modes[i]);
  if (!known) bad_mode(argv[0]);
  is_pipeline = is(mode, "pipeline");
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  close_range(3, ~0U, 0);
  told *told_by = share(TOLD);
  pid_t wrapper = must(fork(), "fork");
  if (wrapper == 0) be_the_wrapper(told_by);
  commands[0] = await_told(&told_by[FIRST]);
  if (!is(mode, "daemon")) commands[1] = await_told(&told_by[SECOND]);
  if (!is_pipeline) {
    kill(wrapper, SIGKILL);
    waitpid(wrapper, NULL, 0);
  }
  fact("wrapper", wrapper);
  fact("pgid", told_by[PGID]);
  fact_list("commands", commands, is_pipeline || is(mode, "daemon") ? 1 : 2);
  facts_stand();
  await_eof();
  reap_all();
}
