import type {ReportContent} from '../contract/report.ts';
import {summaryOf} from '../diagnose/json.ts';
import type {Report} from './report.ts';
import {headSentence} from './sentence.ts';

/** What was written, and in which file. */
export function reportJson(
  {diagnosis}: Report,
  asked: Pick<ReportContent, 'file' | 'asked' | 'redacted' | 'sizeBytes'>,
): ReportContent {
  const {findings, lookedAt} = diagnosis;
  return {...asked, sentence: headSentence(diagnosis), summary: summaryOf(findings), lookedAt};
}
