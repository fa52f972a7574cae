import {lexer, type Token, type Tokens} from 'marked';

/** A part of a rule's page. Prose is plain text, in which code stands in backticks. */
export type Block =
  | {readonly kind: 'heading' | 'paragraph' | 'code'; readonly text: string}
  | {readonly kind: 'list'; readonly items: readonly string[]};

/**
 * The blocks of a page below its title. Throws for Markdown that no rule page has (tables, pictures …), so that the
 * build fails.
 */
export function blocksOf(markdown: string): Block[] {
  return lexer(markdown).flatMap((token): Block[] => {
    switch (token.type) {
      case 'space':
        return [];
      case 'heading':
        return (token as Tokens.Heading).depth === 1 ? [] : [{kind: 'heading', text: proseOf(token)}];
      case 'paragraph':
        return [{kind: 'paragraph', text: proseOf(token)}];
      case 'code':
        return [{kind: 'code', text: (token as Tokens.Code).text}];
      case 'list':
        return [{kind: 'list', items: (token as Tokens.List).items.map(proseOf)}];
      default:
        throw new Error(`a rule's page has no ${token.type}`);
    }
  });
}

/** The text of a token and of all in it, on one line. */
function proseOf(token: Token): string {
  if (token.type === 'codespan') return `\`${(token as Tokens.Codespan).text}\``;
  const inner = 'tokens' in token ? token.tokens : undefined;
  const text = inner ? inner.map(proseOf).join('') : 'text' in token ? String(token.text) : token.raw;
  return text.replaceAll('\n', ' ');
}
