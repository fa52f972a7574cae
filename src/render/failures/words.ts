/** Words for each kind of problem: a kind without words does not compile. */
export type WordsFor<Problem extends {readonly kind: string}> = {
  readonly [Kind in Problem['kind']]: (problem: Extract<Problem, {readonly kind: Kind}>) => string;
};

type AnyWords = Readonly<Record<string, (fields: never) => string>>;
type FieldsOf<Say> = Say extends () => string
  ? unknown
  : Say extends (fields: infer Fields) => string
    ? Fields
    : never;

/** The problems that a table has words for: a kind each, with the fields that its words need. */
export type ProblemOf<Words extends AnyWords> = {
  [Kind in keyof Words]: {readonly kind: Kind} & FieldsOf<Words[Kind]>;
}[keyof Words];

/** What may have been meant, as a question; undefined where nothing is like it. */
export function meant(like: string | undefined): string | undefined {
  return like === undefined ? undefined : `did you mean ${like}?`;
}

/** What may have been meant, in quotes. */
export function meantQuoted(like: string | undefined): string | undefined {
  return meant(like === undefined ? undefined : `"${like}"`);
}
