/* A parent of children that met every kind of end, and of some that only changed state: what waitpid
 * delivered, as the kernel wrote it, and for each end a zombie of the same kind to look at.
 * Facts: parent; NAME (the int from waitpid) for each NAME below; NAMEZombie for each end; stoppedChild. */
#include "subject.h"
#include <dirent.h>
#include <sys/ptrace.h>
#include <sys/resource.h>

static void exit_128(void) { _exit(128); }
static void exit_3(void) { _exit(3); }
static void die_by_kill(void) { raise(SIGKILL); }
static void die_by_term(void) { raise(SIGTERM); }
static void die_by_realtime_signal(void) { raise(SIGRTMIN + 1); }

/* The core bit is set when a core was written, so it takes a limit that allows one; the core goes to the
 * temporary working directory (or where /proc/sys/kernel/core_pattern says). */
static void die_by_ill_with_core(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_CORE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_CORE, &limit);
  raise(SIGILL);
}

static const struct {
  const char *name, *zombie;
  void (*die)(void);
} ends[] = {
    {"exited128", "exited128Zombie", exit_128},
    {"exited3", "exited3Zombie", exit_3},
    {"killed", "killedZombie", die_by_kill},
    {"terminated", "terminatedZombie", die_by_term},
    {"realtime", "realtimeZombie", die_by_realtime_signal},
    {"illegal", "illegalZombie", die_by_ill_with_core},
};

static pid_t fork_end(void (*die)(void)) {
  pid_t pid = must(fork(), "fork");
  if (pid == 0) {
    die();
    _exit(99);
  }
  return pid;
}

static int waited(pid_t pid, int options) {
  int status;
  must(waitpid(pid, &status, options), "waitpid");
  return status;
}

static pid_t stop_and_continue(void) {
  pid_t pid = fork_idler();
  kill(pid, SIGSTOP);
  fact("stopped", waited(pid, WUNTRACED));
  kill(pid, SIGCONT);
  fact("continued", waited(pid, WCONTINUED));
  kill(pid, SIGSTOP);
  await_state(pid, 'T');
  return pid;
}

static void trace_an_exit(void) {
  pid_t pid = fork_idler();
  must(ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_TRACEEXIT), "ptrace");
  kill(pid, SIGKILL);
  fact("ptraceExit", waited(pid, 0));
  ptrace(PTRACE_CONT, pid, NULL, NULL);
  waited(pid, 0);
}

static void remove_folder(const char *folder) {
  DIR *entries = opendir(folder);
  for (struct dirent *entry; entries && (entry = readdir(entries));) unlink(entry->d_name);
  rmdir(folder);
}

int main(void) {
  char folder[] = "/tmp/procdoc-cores-XXXXXX";
  must(mkdtemp(folder) ? 0 : -1, "mkdtemp");
  must(chdir(folder), "chdir");
  fact("parent", getpid());
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    fact(ends[i].name, waited(fork_end(ends[i].die), 0));
    pid_t zombie = fork_end(ends[i].die);
    await_state(zombie, 'Z');
    fact(ends[i].zombie, zombie);
  }
  pid_t stopped = stop_and_continue();
  fact("stoppedChild", stopped);
  trace_an_exit();
  remove_folder(folder);
  facts_stand();
  await_eof();
  kill(stopped, SIGCONT);
  reap_all();
}
