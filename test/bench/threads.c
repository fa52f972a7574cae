/* A process of many threads that all wait for one lock of the process: threads COUNT.
 * Facts: pid, path (a file that it has open). */
#include "subject.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *wait_for_it(void *nothing) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return nothing;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1;
  char path[] = "/tmp/procdoc-threads-XXXXXX";
  close_range(3, ~0U, 0);
  must(mkstemp(path), path);
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 * 1024);
  pthread_mutex_lock(&mutex);
  for (int made = 0; made < count; made++) {
    pthread_t thread;
    if (pthread_create(&thread, &small, wait_for_it, NULL) != 0) must(-1, "pthread_create");
  }
  fact("pid", getpid());
  fact_text("path", path);
  facts_stand();
  await_eof();
  unlink(path);
}
