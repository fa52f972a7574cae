/* Many processes: crowd LIVING ZOMBIES. The living read stdin to its end; the zombies exited (7).
 * Where the system gives no more processes it undoes what it made, says so and exits 1.
 * Facts: parent, living, zombies (how many). */
#include "subject.h"

static void say_no_more(int made) {
  fprintf(stderr, "crowd: the system gives no more than %d processes: %s\n", made, strerror(errno));
  signal(SIGTERM, SIG_IGN);
  kill(0, SIGTERM);
  reap_all();
  _exit(1);
}

int main(int argc, char **argv) {
  int living = argc > 1 ? atoi(argv[1]) : 1, zombies = argc > 2 ? atoi(argv[2]) : 1;
  setpgid(0, 0);
  for (int made = 0; made < living + zombies; made++) {
    pid_t pid = fork();
    if (pid == -1) say_no_more(made);
    if (pid == 0) {
      if (made < living) await_eof();
      _exit(made < living ? 0 : 7);
    }
    if (made >= living) await_state(pid, 'Z');
  }
  fact("parent", getpid());
  fact("living", living);
  fact("zombies", zombies);
  facts_stand();
  await_eof();
  reap_all();
}
