/**
 * What a shell writes after a command so that it does not keep these descriptors open: "</dev/null >log 2>&1"; above 2,
 * "9>&-".
 */
export function redirection(fds: readonly number[]): string {
  const all = [...new Set(fds)].sort((a, b) => a - b);
  const both = all.includes(1) && all.includes(2);
  return all
    .map(fd => {
      if (fd === 0) return '</dev/null';
      if (fd === 1) return '>log';
      if (fd === 2) return both ? '2>&1' : '2>log';
      return `${fd}>&-`;
    })
    .join(' ');
}
