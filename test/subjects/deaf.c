/* A signal that ends programs has no effect. By mode:
 *   sigpipe-inherited   this program ignores SIGPIPE, and so do a shell and two cats that it starts: what system(3)
 *                       does, and os.system() of a Python, which ignores SIGPIPE from its start
 *   sigpipe-reset       the same with SIGPIPE reset before exec, as subprocess of a Python does
 *   hangup-inherited    this program leads a session and ignores SIGHUP, and so does the cat that it starts
 *   term-ignored        the cat that it starts ignores SIGTERM, as this program does
 *   term-blocked        the cat that it starts has SIGTERM blocked, as this program has
 *   term-signalfd       this program has SIGTERM blocked, and a signalfd for it
 *   term-sigwait        this program has SIGTERM blocked, and waits for it in sigwait(3)
 *   quit-pending        the cat that it starts has SIGQUIT blocked, as this program has, and was sent one
 *   term-in-one-thread  this program has SIGTERM blocked in its main thread, and lets it pass in another
 * Facts: origin (this program), heirs (what it started, in the order of their pids). */
#include "subject.h"
#include <pthread.h>
#include <sys/signalfd.h>

static void *idle(void *unused) {
  pause();
  return unused;
}

static void *await_sigterm(void *unused) {
  sigset_t sigterm;
  sigemptyset(&sigterm);
  sigaddset(&sigterm, SIGTERM);
  int signal;
  sigwait(&sigterm, &signal);
  return unused;
}

static void start_thread(void *(*run)(void *)) {
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
}

static void mask(int how, int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(how, &set, NULL);
}

/* Its comm is the name of the program once exec is done. */
static int is_running(pid_t pid, const char *name) {
  char path[32], comm[32] = "";
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  int known = fgets(comm, sizeof comm, file) && !strncmp(comm, name, strlen(name));
  fclose(file);
  return known;
}

/* The children of a process, in the order of their pids, as the kernel lists them. */
static int children_of(pid_t pid, int *children, int most) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  FILE *file = fopen(path, "r");
  int count = 0;
  while (file && count < most && fscanf(file, "%d", &children[count]) == 1) count++;
  if (file) fclose(file);
  return count;
}

static int start_cat(int *heirs) {
  if ((heirs[0] = must(fork(), "fork")) == 0) {
    execlp("cat", "cat", NULL);
    _exit(127);
  }
  for (int looks = 0; !is_running(heirs[0], "cat") || state_of(heirs[0]) != 'S';) look_again(&looks, "cat");
  return 1;
}

static int start_pipeline(int *heirs, int resets) {
  if ((heirs[0] = must(fork(), "fork")) == 0) {
    if (resets) signal(SIGPIPE, SIG_DFL);
    execlp("sh", "sh", "-c", "cat | cat >/dev/null; exit 0", NULL);
    _exit(127);
  }
  for (int looks = 0; children_of(heirs[0], heirs + 1, 2) != 2 || !is_running(heirs[1], "cat") ||
                      !is_running(heirs[2], "cat") || state_of(heirs[2]) != 'S';)
    look_again(&looks, "the pipeline");
  return 3;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int heirs[3], count = 0;
  if (is(mode, "sigpipe-inherited") || is(mode, "sigpipe-reset")) {
    signal(SIGPIPE, SIG_IGN);
    count = start_pipeline(heirs, is(mode, "sigpipe-reset"));
  } else if (is(mode, "hangup-inherited")) {
    /* A leader of a process group cannot become one of a session. */
    if (must(fork(), "fork") != 0) {
      wait(NULL);
      return 0;
    }
    setsid();
    signal(SIGHUP, SIG_IGN);
    count = start_cat(heirs);
  } else if (is(mode, "term-ignored")) {
    signal(SIGTERM, SIG_IGN);
    count = start_cat(heirs);
  } else if (is(mode, "term-blocked")) {
    mask(SIG_BLOCK, SIGTERM);
    count = start_cat(heirs);
  } else if (is(mode, "quit-pending")) {
    mask(SIG_BLOCK, SIGQUIT);
    count = start_cat(heirs);
    kill(heirs[0], SIGQUIT);
  } else if (is(mode, "term-signalfd")) {
    mask(SIG_BLOCK, SIGTERM);
    sigset_t sigterm;
    sigemptyset(&sigterm);
    sigaddset(&sigterm, SIGTERM);
    must(signalfd(-1, &sigterm, SFD_CLOEXEC), "signalfd");
  } else if (is(mode, "term-sigwait")) {
    mask(SIG_BLOCK, SIGTERM);
    start_thread(await_sigterm);
  } else if (is(mode, "term-in-one-thread")) {
    start_thread(idle);
    mask(SIG_BLOCK, SIGTERM);
  } else {
    bad_mode(argv[0]);
  }
  fact("origin", getpid());
  fact_list("heirs", heirs, count);
  facts_stand();
  await_eof();
  reap_all();
}
