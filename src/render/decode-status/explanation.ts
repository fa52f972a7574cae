/** What a status means to the person who met it. */
export interface Explanation {
  /** One or two sentences. */
  readonly meaning: string;
  /** Why it usually comes, most frequent first; short phrases. Empty where no process can have such a status. */
  readonly causes: readonly string[];
}
