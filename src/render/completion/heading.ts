export type CompletionShell = 'bash' | 'zsh' | 'fish';

const HEADING = 'completion for procdoc, printed by "procdoc completion';

/** The comment that each script begins with. */
export function heading(shell: CompletionShell): string {
  return `# ${shell} ${HEADING} ${shell}"`;
}

/** Whether a text is a script that procdoc made, of whichever version. */
export function isCompletionScript(text: string): boolean {
  return text.includes(HEADING);
}
