/* A process that is blocked on something that it shares with another process, by mode:
 *   robust      a robust mutex in shared memory, which the ender has locked
 *   pi          a priority-inheriting mutex in shared memory, which the ender has locked
 *   semaphore   a semaphore in shared memory, which the ender could post, and the bystander has not mapped
 *   eventfd     an eventfd that the ender has inherited, the bystander has another one
 *   watches     watches two eventfds by epoll: its own, and one that the ender has inherited
 *   queue       an empty message queue, which the ender has open for writing, and the bystander for reading
 *   msgrcv      an empty System V queue, to which the ender has sent before
 *   msgsnd      a full one, from which the ender has received before
 *   semop       a System V semaphore, which the ender has taken
 *   udp         a UDP socket that is connected to that of the ender, which is connected to it
 *   udp-server  a UDP socket that is connected to that of the ender, which is connected to none
 *   polls       tries again and again to lock a file that the ender has locked, and the bystander has open
 *   reopens     the same, and has the file open only while it tries
 *   sleeps      has such a file open, and sleeps for long
 * Facts: see blocked-on.h. */
#define _GNU_SOURCE
#include "blocked-on.h"
#include <mqueue.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>

static struct {
  pthread_mutex_t mutex;
  sem_t semaphore;
} *shared;

static void open_memory(void) {
  shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  must(shared == MAP_FAILED ? -1 : 0, "mmap");
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  if (is(mode, "robust")) pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  if (is(mode, "pi")) pthread_mutexattr_setprotocol(&kind, PTHREAD_PRIO_INHERIT);
  must(-pthread_mutex_init(&shared->mutex, &kind), "mutex");
  must(sem_init(&shared->semaphore, 1, 0), "semaphore");
}

static void lock_it(void) {
  pthread_mutex_lock(&shared->mutex);
  idle();
}

static void wait_for_mutex(void) { pthread_mutex_lock(&shared->mutex); }
static void wait_for_post(void) { sem_wait(&shared->semaphore); }

static void unmapped(void) {
  munmap(shared, 4096);
  idle();
}

static void open_eventfd(void) {
  waiter_fd = ender_fd = must(eventfd(0, 0), "eventfd");
  bystander_fd = must(eventfd(0, 0), "eventfd");
}

static void read_eventfd(void) {
  char value[8];
  if (read(waiter_fd, value, sizeof value)) return;
}

static void watch_eventfds(void) {
  int loop = must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  int own = must(eventfd(0, EFD_CLOEXEC), "eventfd");
  struct epoll_event readable = {.events = EPOLLIN};
  must(epoll_ctl(loop, EPOLL_CTL_ADD, own, &readable), "epoll_ctl");
  must(epoll_ctl(loop, EPOLL_CTL_ADD, waiter_fd, &readable), "epoll_ctl");
  epoll_wait(loop, &readable, 1, -1);
}

static int ipc_id;
static struct {
  long type;
  char text[8];
} message = {.type = 1};

static void remove_queue(void) { msgctl(ipc_id, IPC_RMID, NULL); }
static void remove_semaphores(void) { semctl(ipc_id, 0, IPC_RMID); }

/* A queue with room for one message. */
static void open_ipc_queue(void) {
  struct msqid_ds small;
  ipc_id = must(msgget(IPC_PRIVATE, 0600), "msgget");
  atexit(remove_queue);
  must(msgctl(ipc_id, IPC_STAT, &small), "msgctl");
  small.msg_qbytes = sizeof message.text;
  must(msgctl(ipc_id, IPC_SET, &small), "msgctl");
}

static void send_ipc(void) { must(msgsnd(ipc_id, &message, sizeof message.text, 0), "msgsnd"); }
static void receive_ipc(void) { must(msgrcv(ipc_id, &message, sizeof message.text, 0, 0), "msgrcv"); }

static void use_ipc_queue(void) {
  send_ipc();
  receive_ipc();
  if (is(mode, "msgsnd")) send_ipc();
  idle();
}

static void open_semaphores(void) {
  ipc_id = must(semget(IPC_PRIVATE, 2, 0600), "semget");
  atexit(remove_semaphores);
  must(semctl(ipc_id, 1, SETVAL, 1), "semctl");
}

static void take_semaphore(void) {
  struct sembuf take = {.sem_num = 1, .sem_op = -1};
  must(semop(ipc_id, &take, 1), "semop");
}

static void keep_semaphore(void) {
  take_semaphore();
  idle();
}

static void open_queue(void) {
  char name[64];
  snprintf(name, sizeof name, "/procdoc-%d", getpid());
  struct mq_attr small = {.mq_maxmsg = 1, .mq_msgsize = 8};
  waiter_fd = must(mq_open(name, O_RDONLY | O_CREAT | O_EXCL, 0600, &small), "mq_open");
  ender_fd = must(mq_open(name, O_WRONLY), "mq_open");
  bystander_fd = must(mq_open(name, O_RDONLY), "mq_open");
  mq_unlink(name);
}

static void receive(void) {
  char message[8];
  mq_receive(waiter_fd, message, sizeof message, NULL);
}

static int udp_socket(struct sockaddr_in *own) {
  int fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  socklen_t length = sizeof *own;
  *own = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  must(bind(fd, (struct sockaddr *)own, length), "bind");
  must(getsockname(fd, (struct sockaddr *)own, &length), "getsockname");
  return fd;
}

static void open_udp(void) {
  struct sockaddr_in waiting, ending, other;
  waiter_fd = udp_socket(&waiting);
  ender_fd = udp_socket(&ending);
  bystander_fd = udp_socket(&other);
  must(connect(waiter_fd, (struct sockaddr *)&ending, sizeof ending), "connect");
  if (is(mode, "udp")) must(connect(ender_fd, (struct sockaddr *)&waiting, sizeof waiting), "connect");
}

static void receive_datagram(void) {
  char byte;
  recv(waiter_fd, &byte, 1, 0);
}

static void open_file(void) {
  waiter_fd = must(open(in_folder("file"), O_RDWR | O_CREAT, 0600), "open");
  ender_fd = must(open(in_folder("file"), O_RDWR), "open");
  bystander_fd = must(open(in_folder("file"), O_RDWR), "open");
}

static void flock_it(void) {
  must(flock(ender_fd, LOCK_EX), "flock");
  idle();
}

/* Its naps are those of select(2): clock_nanosleep(2) is how subjects look again. */
static void nap(int seconds, int microseconds) {
  struct timeval time = {seconds, microseconds};
  select(0, NULL, NULL, NULL, &time);
}

static void poll_for_lock(void) {
  while (flock(waiter_fd, LOCK_EX | LOCK_NB)) nap(0, 20000);
}

static void open_for_ender(void) {
  open_file();
  waiter_fd = -1;
}

static void open_again_and_again(void) {
  for (;; nap(0, 20000)) {
    waiter_fd = must(open(in_folder("file"), O_RDWR), "open");
    if (!flock(waiter_fd, LOCK_EX | LOCK_NB)) return;
    close(waiter_fd);
  }
}

static void sleep_with_it(void) { nap(100000, 0); }

static const struct situation situations[] = {
    {"robust", open_memory, wait_for_mutex, lock_it, idle},
    {"pi", open_memory, wait_for_mutex, lock_it, idle},
    {"semaphore", open_memory, wait_for_post, idle, unmapped},
    {"eventfd", open_eventfd, read_eventfd, idle, idle},
    {"queue", open_queue, receive, idle, idle},
    {"watches", open_eventfd, watch_eventfds, idle, idle},
    {"msgrcv", open_ipc_queue, receive_ipc, use_ipc_queue, idle},
    {"msgsnd", open_ipc_queue, send_ipc, use_ipc_queue, idle},
    {"semop", open_semaphores, take_semaphore, keep_semaphore, idle},
    {"udp", open_udp, receive_datagram, idle, idle},
    {"udp-server", open_udp, receive_datagram, idle, idle},
    {"polls", open_file, poll_for_lock, flock_it, idle},
    {"reopens", open_for_ender, open_again_and_again, flock_it, idle},
    {"sleeps", open_file, sleep_with_it, flock_it, idle},
    {0},
};

int main(int argc, char **argv) { return run_situation(situations, argc, argv); }
