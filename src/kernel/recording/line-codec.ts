import {unescapeText} from './bytes.ts';
import {RecordingError} from './fields.ts';

/** The form of one kind of answer in a recording. `decode` throws a `RecordingError` for what `encode` never writes. */
export interface Codec<T> {
  /** Its bytes; a string has them as latin1. */
  encode(value: T): string | Buffer;
  decode(bytes: Buffer): T;
  /** Whether any bytes are an answer. */
  readonly isPlain?: true;
  /**
   * What matches in a body, as it stands in a recording, that may be no answer, or that it has anything escaped. Any other is an
   * answer for sure, and is decoded only when it is asked for.
   */
  readonly doubtful?: RegExp | 'escaped';
}

/** The bytes of a word that a recording has escaped. */
export function requireBytes(word: string): Buffer {
  const bytes = unescapeText(word);
  if (bytes === undefined) throw new RecordingError({kind: 'wrong-escape-in-word', word});
  return bytes;
}

/** For answers of one line. */
export function lineCodec<T>(write: (value: T) => string, read: (line: string) => T): Codec<T> {
  const lines = linesCodec(write, read);
  return {
    encode: value => `${write(value)}\n`,
    decode(bytes) {
      const [value, ...more] = lines.decode(bytes);
      if (value === undefined || more.length > 0) throw new RecordingError({kind: 'not-one-line'});
      return value;
    },
  };
}

interface LinesCodec<T> extends Codec<Iterable<T>> {
  decode(bytes: Buffer): T[];
}

/**
 * For answers of a line for each value.
 * @param doubtful see `Codec`
 */
export function linesCodec<T>(
  write: (value: T) => string,
  read: (line: string) => T,
  doubtful?: Codec<T>['doubtful'],
): LinesCodec<T> {
  return {
    ...(doubtful && {doubtful}),
    encode: values => Array.from(values, value => `${write(value)}\n`).join(''),
    decode: bytes => bytes.toString('latin1').split('\n').slice(0, -1).map(read),
  };
}
