import {unescapeText} from './bytes.ts';
import {RecordingError} from './fields.ts';

/** The form of one kind of answer in a recording. `decode` throws a `RecordingError` for what `encode` never writes. */
export interface Codec<T> {
  encode(value: T): Buffer;
  decode(bytes: Buffer): T;
  /** Whether any bytes are an answer, so that they need not be looked at before it is asked for. */
  readonly isPlain?: true;
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
    encode: value => lines.encode([value]),
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

/** For answers of a line for each value. */
export function linesCodec<T>(write: (value: T) => string, read: (line: string) => T): LinesCodec<T> {
  return {
    encode: values => Buffer.from(Array.from(values, value => `${write(value)}\n`).join(''), 'latin1'),
    decode: bytes => bytes.toString('latin1').split('\n').slice(0, -1).map(read),
  };
}
