/* Two threads wait for the same child: one for any child, the main thread for this one. The child tells the facts when
 * both sleep in their waits, since nothing before that sleeps.
 * Facts: parent, child. */
#include "subject.h"
#include <dirent.h>
#include <pthread.h>

static pid_t child;

/* Whether a process has two threads, and both sleep. */
static int both_sleep(pid_t pid) {
  char path[32];
  int asleep = 0;
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  for (struct dirent *task; tasks && (task = readdir(tasks));) asleep += state_of(atoi(task->d_name)) == 'S';
  if (tasks) closedir(tasks);
  return asleep == 2;
}

static void *wait_for_any(void *unused) {
  waitpid(-1, NULL, 0);
  return unused;
}

int main(void) {
  child = must(fork(), "fork");
  if (child == 0) {
    for (int looks = 0; !both_sleep(getppid());) look_again(&looks, "two waits");
    fact("parent", getppid());
    fact("child", getpid());
    facts_stand();
    await_eof();
    _exit(0);
  }
  pthread_t thread;
  pthread_create(&thread, NULL, wait_for_any, NULL);
  waitpid(child, NULL, 0);
  /* If this thread was the first, no child is left for the other, whose wait fails. */
  pthread_join(thread, NULL);
}
