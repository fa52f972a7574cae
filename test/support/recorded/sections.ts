/** The sections of a recording, for tests that change some of them. */
import {RecordedText} from '../../../src/kernel/recorded/recorded-text.ts';
import {SEAL} from '../../../src/kernel/recording/contents.ts';
import {codecs, type Kind} from '../../../src/kernel/recording/kinds.ts';
import type {Section} from '../../../src/kernel/recording/sections.ts';

/** The sections of the text of a recording, in their order. */
export function sectionsOf(text: string): Section[] {
  const recorded = new RecordedText(Buffer.from(`${unsealed(text)}\n`, 'latin1'));
  return Array.from(recorded.ofKinds(Object.keys(codecs) as Kind[]), section => ({
    kind: recorded.kind(section),
    name: recorded.name(section),
    answer: recorded.answer(section),
  }));
}

/** A recording as if somebody had edited it: without the checksum for which it needn't be gone through. */
export function unsealed(text: string): string {
  return text.replace(new RegExp(`^${SEAL} .*\n`, 'm'), '');
}
