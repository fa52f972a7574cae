/**
 * What a task waits for when only the kernel function it sleeps in can be seen (proc_pid_wchan(5)): the
 * functions of Linux 4.19 to 6.18, whose names are no interface and change. Compared without the suffixes
 * that compilers add (".isra.0").
 */
export type SleepsFor =
  | 'a pipe to read from'
  | 'a pipe to write to'
  | 'a child'
  | 'a child it made with vfork'
  | 'another thread'
  | 'time'
  | 'a signal'
  | 'descriptors it watches'
  | 'a file lock'
  | 'a socket'
  | 'a connection'
  | 'a terminal'
  | 'the other end of a FIFO'
  | 'a lease to be given back';

const functions: Readonly<Record<SleepsFor, string>> = {
  'a pipe to read from': 'pipe_read anon_pipe_read fifo_pipe_read pipe_wait_readable',
  'a pipe to write to': 'pipe_write anon_pipe_write fifo_pipe_write pipe_wait_writable',
  'a child': 'do_wait kernel_wait4 __do_sys_waitid',
  'a child it made with vfork': 'kernel_clone _do_fork wait_for_vfork_done',
  'another thread': 'futex_wait_queue futex_wait_queue_me futex_do_wait __futex_wait',
  time: 'hrtimer_nanosleep do_nanosleep common_nsleep',
  'a signal': 'do_sigtimedwait sigsuspend do_pause __do_sys_pause __x64_sys_pause',
  'descriptors it watches':
    'ep_poll do_epoll_wait poll_schedule_timeout do_poll do_sys_poll do_select core_sys_select',
  'a file lock':
    'locks_lock_inode_wait flock_lock_inode_wait posix_lock_inode_wait fcntl_setlk do_lock_file_wait',
  'a socket':
    'unix_stream_data_wait unix_stream_read_generic unix_wait_for_peer sk_wait_data sk_stream_wait_memory tcp_recvmsg tcp_recvmsg_locked __skb_wait_for_more_packets sock_alloc_send_pskb',
  'a connection':
    'inet_csk_accept inet_csk_wait_for_connect unix_accept inet_wait_for_connect __inet_stream_connect',
  'a terminal': 'n_tty_read wait_woken',
  'the other end of a FIFO': 'wait_for_partner fifo_open',
  'a lease to be given back': '__break_lease',
};

const meanings = new Map(
  (Object.entries(functions) as [SleepsFor, string][]).flatMap(([meaning, names]) =>
    names.split(' ').map(name => [name, meaning] as const),
  ),
);

/** Undefined for a function we do not know. */
export function decodeWaitChannel(name: string): SleepsFor | undefined {
  return meanings.get(name.replace(/\..*$/, ''));
}
