/* Blocked on a pipe. By mode, the waiter:
 *   read-pipe      reads a pipe: the ender has the write end, the bystander the read end
 *   write-pipe     writes to a full pipe: the ender has the read end, the bystander the write end
 *   read-fifo      reads a FIFO: the bystander writes to another one of the same name elsewhere
 *   epoll  poll  select  poll-timed   watches a pipe, and has another one open, which the bystander writes to
 *   own-writer     reads a pipe of which it has the write end itself, and nobody else; no ender
 *   own-and-other  the same, but the ender has the write end, too
 *   own-fifo       reads a FIFO that it has open for both reading and writing itself; no ender
 *   two-pipes      reads a pipe that the ender writes to, which reads one that the waiter writes to: a deadlock
 *   shared-ends    the same, but each of the two can write to the pipe it reads itself, too
 * Facts: see blocked-on.h. */
#include "blocked-on.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

static void open_pipe(int *reading, int *writing) {
  int ends[2];
  must(pipe(ends), "pipe");
  *reading = ends[0];
  *writing = ends[1];
}

static void fill_it(void) {
  static char page[4096];
  while (write(waiter_fd, page, sizeof page) > 0) continue;
}

static void epoll_it(void) {
  int epoll = must(epoll_create1(0), "epoll_create1");
  struct epoll_event event = {.events = EPOLLIN};
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, waiter_fd, &event), "epoll_ctl");
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, second_fd, &event), "epoll_ctl");
  must(epoll_ctl(epoll, EPOLL_CTL_DEL, second_fd, &event), "epoll_ctl");
  epoll_wait(epoll, &event, 1, -1);
}

static void poll_it(void) {
  struct pollfd watched[] = {{.fd = -1}, {.fd = waiter_fd, .events = POLLIN}};
  poll(watched, 2, is(mode, "poll-timed") ? 3600 * 1000 : -1);
}

static void select_it(void) {
  fd_set reads;
  FD_ZERO(&reads);
  FD_SET(waiter_fd, &reads);
  select(waiter_fd + 1, &reads, NULL, NULL, NULL);
}

static void read_in_turn(void) {
  *ready += 1;
  as_ender(read_it);
}

static void open_pipes(void) {
  open_pipe(&waiter_fd, &ender_fd);
  open_pipe(&second_fd, &bystander_fd);
}

static void open_two_pipes(void) {
  open_pipe(&waiter_fd, &ender_second_fd);
  open_pipe(&ender_fd, &second_fd);
}

static int also_for_writing(int reading) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", reading);
  return must(open(path, O_RDWR), "open");
}

static void open_shared_ends(void) {
  open_two_pipes();
  waiter_fd = also_for_writing(waiter_fd);
  ender_fd = also_for_writing(ender_fd);
}

static void open_fifos(void) {
  mkdir(in_folder("elsewhere"), 0700);
  must(mkfifo(in_folder("fifo"), 0600), "mkfifo");
  must(mkfifo(in_folder("elsewhere/fifo"), 0600), "mkfifo");
  waiter_fd = must(open(in_folder("fifo"), O_RDONLY | O_NONBLOCK), "open");
  ender_fd = must(open(in_folder("fifo"), O_WRONLY), "open");
  must(fcntl(waiter_fd, F_SETFL, 0), "fcntl");
  bystander_fd = must(open(in_folder("elsewhere/fifo"), O_RDWR), "open");
}

static void open_own_fifo(void) {
  must(mkfifo(in_folder("fifo"), 0600), "mkfifo");
  waiter_fd = must(open(in_folder("fifo"), O_RDWR), "open");
}

static void open_pipe_for_itself(void) {
  open_pipe(&waiter_fd, &second_fd);
  bystander_fd = must(dup(waiter_fd), "dup");
  if (is(mode, "own-and-other")) ender_fd = must(dup(second_fd), "dup");
}

static void open_read_pipe(void) {
  open_pipe(&waiter_fd, &ender_fd);
  bystander_fd = must(dup(waiter_fd), "dup");
}

static void open_full_pipe(void) {
  open_pipe(&ender_fd, &waiter_fd);
  bystander_fd = must(dup(waiter_fd), "dup");
}

static const struct situation situations[] = {
    {"read-pipe", open_read_pipe, read_it, idle, idle},
    {"write-pipe", open_full_pipe, fill_it, idle, idle},
    {"read-fifo", open_fifos, read_it, idle, idle},
    {"epoll", open_pipes, epoll_it, idle, idle},
    {"poll", open_pipes, poll_it, idle, idle},
    {"poll-timed", open_pipes, poll_it, idle, idle},
    {"select", open_pipes, select_it, idle, idle},
    {"own-writer", open_pipe_for_itself, read_it, NULL, idle},
    {"own-and-other", open_pipe_for_itself, read_it, idle, idle},
    {"own-fifo", open_own_fifo, read_it, NULL, idle},
    {"two-pipes", open_two_pipes, read_it, read_in_turn, idle},
    {"shared-ends", open_shared_ends, read_it, read_in_turn, idle},
    {0},
};

int main(int argc, char **argv) { return run_situation(situations, argc, argv); }
