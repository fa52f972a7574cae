/** What a task waits for, as far as the kernel function that it sleeps in shows. */
export type WaitChannel =
  | 'pipe-data'
  | 'pipe-room'
  | 'child'
  | 'vforked-child'
  | 'own-thread'
  | 'time'
  | 'signal'
  | 'watched-descriptors'
  | 'file-lock'
  | 'socket'
  | 'connection'
  | 'terminal'
  | 'fifo-end'
  | 'lease'
  | 'fuse-answer';

/**
 * The functions of Linux 4.19 to 6.18 that a task sleeps in (proc_pid_wchan(5)). Their names are no interface, and
 * change; they stand here without the suffixes that compilers add (".isra.0").
 */
const functions: Readonly<Record<WaitChannel, string>> = {
  'pipe-data': 'pipe_read anon_pipe_read fifo_pipe_read pipe_wait_readable',
  'pipe-room': 'pipe_write anon_pipe_write fifo_pipe_write pipe_wait_writable',
  child: 'do_wait kernel_wait4 __do_sys_waitid',
  'vforked-child': 'kernel_clone _do_fork wait_for_vfork_done',
  'own-thread': 'futex_wait_queue futex_wait_queue_me futex_do_wait __futex_wait',
  time: 'hrtimer_nanosleep do_nanosleep common_nsleep',
  signal: 'do_sigtimedwait sigsuspend do_pause __do_sys_pause __x64_sys_pause',
  'watched-descriptors':
    'ep_poll do_epoll_wait poll_schedule_timeout do_poll do_sys_poll do_select core_sys_select',
  'file-lock':
    'locks_lock_inode_wait flock_lock_inode_wait posix_lock_inode_wait fcntl_setlk do_lock_file_wait',
  socket:
    'unix_stream_data_wait unix_stream_read_generic unix_wait_for_peer sk_wait_data sk_stream_wait_memory tcp_recvmsg tcp_recvmsg_locked __skb_wait_for_more_packets sock_alloc_send_pskb',
  connection:
    'inet_csk_accept inet_csk_wait_for_connect unix_accept inet_wait_for_connect __inet_stream_connect',
  terminal: 'n_tty_read wait_woken',
  'fifo-end': 'wait_for_partner fifo_open',
  lease: '__break_lease',
  'fuse-answer': 'request_wait_answer fuse_get_req',
};

const channels = new Map(
  (Object.entries(functions) as [WaitChannel, string][]).flatMap(([channel, names]) =>
    names.split(' ').map(name => [name, channel] as const),
  ),
);

/** What a task waits for that sleeps in this function; undefined for an unknown function. */
export function decodeWaitChannel(name: string): WaitChannel | undefined {
  return channels.get(name.replace(/\..*$/, ''));
}
