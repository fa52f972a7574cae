import {replaceTextFile} from '../../kernel/text-file.ts';
import type {Page} from '../../render/page.ts';
import {plainStyle} from '../../render/style.ts';
import {CannotLook} from '../failures.ts';

/** A page for a file, even where stdout is a terminal. */
export function onPaper(page: Page): Page {
  return {...page, style: plainStyle, isTerminal: false};
}

/** Writes an answer to the file of --output-file. */
export function writeAnswer(file: string, text: string): void {
  const written = replaceTextFile(file, `${text}\n`);
  if (!written.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: written.errno});
}
