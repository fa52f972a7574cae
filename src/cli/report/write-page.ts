import {replaceTextFile} from '../../kernel/text-file.ts';
import {reportPage} from '../../render/report/page.ts';
import type {Report} from '../../render/report/report.ts';
import {blocksOf} from '../../render/rule-page/blocks.ts';
import {CannotLook} from '../failures.ts';

/** The mode of a page, which shows what other users run. */
const OWNER_ONLY = 0o600;

/** Makes the page of a report, and writes it, unless that is left to the caller ("-"). */
export async function writePage(
  file: string,
  report: Report,
): Promise<{readonly page: string; readonly sizeBytes: number}> {
  const {pages} = await import('procdoc:rule-pages');
  const page = await reportPage(report, rule => blocksOf(pages[rule] ?? ''));
  if (file !== '-') {
    const written = replaceTextFile(file, page, OWNER_ONLY);
    if (!written.ok) throw new CannotLook({kind: 'file-unwritable', file, errno: written.errno});
  }
  return {page, sizeBytes: Buffer.byteLength(page)};
}
