import {keepYoungHeapSmall} from '../../kernel/streams/young-heap.ts';
import type {RefusedStatus, RefusedText, StatusResult} from '../../parse/status-readings/status-readings.ts';
import {type StatusForm, statusForm, type WantedForm} from '../../render/decode-status/forms.ts';
import type {LongAnswer, Piece} from '../procdoc-command.ts';
import type {GivenText} from './given-texts.ts';
import {KeptAnswers} from './kept-answers.ts';

/** Answers texts while they come: a piece for each part of them. */
export function statusStream(
  parts: Iterable<readonly GivenText[]>,
  read: (text: string) => StatusResult,
  wanted: WantedForm,
): LongAnswer {
  return {pieces: page => statusPieces(parts, read, statusForm(wanted, page))};
}

function* statusPieces(
  parts: Iterable<readonly GivenText[]>,
  read: (text: string) => StatusResult,
  form: StatusForm,
): Generator<Piece> {
  keepYoungHeapSmall();
  const kept = new KeptAnswers();
  const answerOf = (text: string): Uint8Array | RefusedStatus => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const result = read(text);
    if (!result.ok) return result;
    const answer = Buffer.from(form.one(result.reading));
    kept.keep(text, answer);
    return answer;
  };
  const between = Buffer.from(form.between);
  const refused: RefusedText[] = [];
  let isFirst = true;
  yield pieceOf([Buffer.from(form.begin)]);
  for (const part of parts) {
    const answers: Uint8Array[] = [];
    const told = refused.length;
    for (const {text, line} of part) {
      const answer = answerOf(text);
      if ('ok' in answer) refused.push({text, line, refused: answer});
      else if (isFirst) answers.push(answer);
      else answers.push(between, answer);
      isFirst &&= 'ok' in answer;
    }
    yield pieceOf(answers, refused.slice(told));
  }
  yield pieceOf([Buffer.from(form.end(refused))]);
}

function pieceOf(texts: readonly Uint8Array[], refused: readonly RefusedText[] = []): Piece {
  return {texts, problems: refused.map(notAStatus)};
}

/** That a text is no status. */
export function notAStatus(refused: RefusedText) {
  return {kind: 'not-a-status', ...refused} as const;
}
