/** Made by bin/rule-pages.js. */
declare module 'procdoc:rule-pages' {
  /** The page of every rule, in Markdown, by the rule's id. */
  export const pages: Readonly<Record<string, string>>;
}
