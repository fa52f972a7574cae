/** How the file of a recording is called; "-" is standard input, and an empty name needs quotes to be seen. */
export function recordingName(file: string): string {
  return file === '-' ? 'standard input' : file || '""';
}
