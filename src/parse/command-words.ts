/** Why a text is no command to run without a shell. `at`: the character that only a shell understands. */
export type NoCommand =
  | {readonly kind: 'empty' | 'quote-open'}
  | {readonly kind: 'needs-shell'; readonly at: string};

/** What means something to a shell outside of quotes; in double quotes, only "$" and "`" do. */
const SHELL_ONLY = /[|&;<>()$`*?[\]#~]/;
const SHELL_ONLY_QUOTED = /[$`]/;

/**
 * The words of a command line, parted by blanks, with quotes and backslashes as in sh(1), and nothing else of it: no
 * variables, patterns, pipes or redirections.
 */
export function parseCommandWords(text: string): readonly string[] | {readonly problem: NoCommand} {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (char === "'" || char === '"')) {
      quote = char;
      word ??= '';
    } else if (char === quote) quote = undefined;
    else if (char === '\\' && quote !== "'" && isEscaped(text[at + 1], quote)) {
      word = (word ?? '') + (text[at + 1] ?? '');
      at++;
    } else if (isForShell(char, quote)) return {problem: {kind: 'needs-shell', at: char}};
    else word = (word ?? '') + char;
  }
  if (quote !== undefined) return {problem: {kind: 'quote-open'}};
  if (word !== undefined) words.push(word);
  return words.length === 0 ? {problem: {kind: 'empty'}} : words;
}

/** In double quotes, a backslash takes the meaning only of what has one there. */
function isEscaped(char: string | undefined, quote: string | undefined): boolean {
  if (char === undefined) return false;
  return quote === undefined || /[$`"\\]/.test(char);
}

function isForShell(char: string, quote: string | undefined): boolean {
  if (quote === "'") return false;
  return (quote === '"' ? SHELL_ONLY_QUOTED : SHELL_ONLY).test(char);
}
