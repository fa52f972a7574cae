/** A symbolic errno as errno(3) lists it: "EACCES", "ENOENT", "ESRCH" … */
export type Errno = string;

/** What the kernel gave, or the errno that says why the kernel gave nothing. Reading never throws. */
export type Read<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly errno: Errno};

export function found<T>(value: T): Read<T> {
  return {ok: true, value};
}

export function unreadable(errno: Errno): Read<never> {
  return {ok: false, errno};
}

/** The value, or undefined where it could not be read and the reason does not matter to the caller. */
export function orUndefined<T>(read: Read<T>): T | undefined {
  return read.ok ? read.value : undefined;
}

/** A read with its value turned into another; an errno stays as it is. */
export function mapRead<T, U>(read: Read<T>, turn: (value: T) => U): Read<U> {
  return read.ok ? found(turn(read.value)) : read;
}

/**
 * Whether this errno means that the process does not exist (any more), rather than that it can't be read. ENOENT: no
 * such /proc entry; ESRCH: the process was reaped between open(2) and read(2).
 */
export function meansGone(errno: Errno): boolean {
  return errno === 'ENOENT' || errno === 'ESRCH';
}

/**
 * Makes names by number of a table of numbers by name. The first of two names for one number counts: EAGAIN,
 * EDEADLK.
 */
export function errnoNames(numbers: Record<string, number>): (errno: number) => Errno {
  const names = new Map<number, Errno>();
  for (const [name, number] of Object.entries(numbers)) {
    if (!names.has(number)) names.set(number, name);
  }
  return errno => names.get(errno) ?? `errno ${errno}`;
}
