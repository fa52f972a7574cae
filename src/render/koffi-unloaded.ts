/**
 * Why koffi can't be loaded, and what helps: "koffi, which starts the command, can't be loaded; …". ENOEXEC: it lies in
 * procdoc's single file, which found no folder to load it from.
 * @param does what koffi would do: "starts the command"
 */
export function koffiUnloaded(errno: string, does: string): string {
  return errno === 'ENOEXEC'
    ? `koffi, which ${does}, is loaded from a folder that procdoc may write and run programs in, and none of /dev/shm, /tmp, /var/tmp and /run is one`
    : `koffi, which ${does}, can't be loaded; install procdoc again, without --omit=optional`;
}
