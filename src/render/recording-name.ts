/** How the file of a recording is called; "-" is standard input. */
export function recordingName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
