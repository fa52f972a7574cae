/** What is wrong with a text that is no recording, was cut off, or is of another version. */
export type RecordingProblem =
  /** The text does not begin as every recording does: with `firstLine`. */
  | {readonly kind: 'not-a-recording'; readonly firstLine: string}
  /** `version` is written in the text, and `known` is the version that this procdoc reads. */
  | {readonly kind: 'no-such-content'; readonly name: string}
  | {readonly kind: 'other-version'; readonly version: string; readonly known: string}
  /** The last line is missing; the text has `lines` lines. */
  | {readonly kind: 'cut-off'; readonly lines: number}
  | {readonly kind: 'text-after-end'; readonly lastLine: string}
  /** A section has more bytes than the answer of any machine. */
  | {readonly kind: 'endless-section'}
  | {readonly kind: 'no-host'}
  | {readonly kind: 'no-heading'; readonly text: string}
  | {readonly kind: 'errno-and-answer'; readonly errno: string}
  | {readonly kind: 'wrong-escape'}
  | {readonly kind: 'wrong-escape-in-word'; readonly word: string}
  /** `section` is the first word of a heading. */
  | {readonly kind: 'unknown-section'; readonly section: string}
  | {readonly kind: 'section-twice'; readonly section: string; readonly name: string}
  | {readonly kind: 'answer-for-errno'}
  | {readonly kind: 'not-one-line'}
  | {readonly kind: 'no-descriptor'; readonly word: string}
  | {readonly kind: 'missing-field'; readonly name: string}
  | {readonly kind: 'wrong-field'; readonly name: string; readonly word: string; readonly wanted: FieldForm};

/** The form of a value; a list has the words that are allowed. */
export type FieldForm = 'number' | 'pids' | 'hexadecimal' | 'time' | readonly string[];
