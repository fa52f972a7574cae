/* A parent and its zombie, both with a name (comm) that is meant to break what reads or prints it. By mode:
 *   stat-fields  as if the fields of /proc/PID/stat went on inside the name
 *   escapes      a newline, and sequences that colour a terminal and set its title
 *   bytes        no UTF-8
 *   direction    a character that turns the direction of writing
 * A second argument "leaderless": the parent's main thread has ended, so that it has no command line, either.
 * Any other is for show in the command line.
 * Facts: parent, zombies. */
#include "subject.h"
#include <pthread.h>
#include <sys/prctl.h>

static const struct {
  const char *mode, *name;
} names[] = {
    {"stat-fields", ") Z 1 ("},
    {"escapes", "\n\033[31m\033]0;x\a"},
    {"bytes", "caf\xe9 \xff\xfe"},
    {"direction", "ab\u202edc"},
};

static void *be_the_parent(void *leaderless) {
  if (leaderless) await_state(getpid(), 'Z');
  pid_t zombie = fork_zombie(7);
  fact("parent", getpid());
  fact_list("zombies", &zombie, 1);
  facts_stand();
  await_eof();
  reap_all();
  exit(0);
}

int main(int argc, char **argv) {
  const char *name = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (argc > 1 && is(argv[1], names[i].mode)) name = names[i].name;
  if (!name) bad_mode(argv[0]);
  must(prctl(PR_SET_NAME, name), "prctl");
  if (argc < 3 || !is(argv[2], "leaderless")) be_the_parent(NULL);
  pthread_t thread;
  pthread_create(&thread, NULL, be_the_parent, (void *)1);
  pthread_exit(NULL);
}
