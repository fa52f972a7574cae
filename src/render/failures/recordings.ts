import type {FieldForm, RecordingProblem} from '../../kernel/recording/recording-problem.ts';
import {namesInFolder, recordingName} from '../recording-name.ts';
import type {WordsFor} from './words.ts';

const GIVE_RECORDING = 'give a file that `procdoc record` wrote';

/** Why a recording can't be read. */
export const recordingWords = {
  'recording-is-device': ({file}: {file: string}) => `${recordingName(file)} is a device: ${GIVE_RECORDING}`,
  'recording-unreadable': ({file, errno}: {file: string; errno: string}) =>
    `${recordingName(file)} can't be read (${errno}): ${GIVE_RECORDING}`,
  'recording-compressed': ({file}: {file: string}) =>
    `${recordingName(file)} is compressed: decompress it first, as in \`gunzip < ${file === '-' ? 'FILE' : file} | procdoc … --from -\``,
  'recording-too-large': ({file, most}: {file: string; most: number}) =>
    `${recordingName(file)} is larger than ${mebibytes(most)}, the most that procdoc reads: record only the processes that matter (\`procdoc record PID…\`)`,
  'recording-endless-line': ({file, most}: {file: string; most: number}) =>
    `${recordingName(file)} has a line of more than ${mebibytes(most)}, and no recording has: ${GIVE_RECORDING}`,
  /** `folders`: those in it, by their paths. */
  'no-recordings-in-folder': ({folder, folders}: {folder: string; folders: readonly string[]}) =>
    folders.length > 0
      ? `${recordingName(folder)} has no recordings, only folders: give these with --from (${namesInFolder(folders)})`
      : `${recordingName(folder)} has no recordings: give a folder of files that \`procdoc record\` wrote`,
  'one-recording-only': () =>
    'only diagnose and check answer from several recordings, or from a folder of them: give one file',
  'flag-for-one-recording': ({flag}: {flag: string}) =>
    `${flag} is about one machine: give one recording with it`,
  /** `line`: counted from 1; undefined where the file as a whole is wrong. */
  'recording-malformed': ({file, line, problem}: MalformedRecording) =>
    `${recordingName(file)}: ${line === undefined ? '' : `line ${line}: `}${recordingProblemText(problem)}`,
};

function mebibytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

interface MalformedRecording {
  readonly file: string;
  readonly line: number | undefined;
  readonly problem: RecordingProblem;
}

const problemWords: WordsFor<RecordingProblem> = {
  'not-a-recording': ({firstLine}) => `not a recording of procdoc, whose first line is "${firstLine}"`,
  'other-version': ({version, known}) =>
    `a recording of version ${JSON.stringify(version)}, while this procdoc reads version ${known}: read it with the procdoc that made it, or a newer one`,
  'no-such-content': ({name}) => `no section of this kind before it is named ${name}`,
  'cut-off': ({lines}) => `it was cut off after line ${lines}`,
  'text-after-end': ({lastLine}) => `it goes on after "${lastLine}"`,
  'endless-section': () => 'a section that is longer than an answer of any machine',
  'no-host': () => 'it has no section "host"',
  'no-heading': ({text}) => `not a heading: ${JSON.stringify(text)}`,
  'errno-and-answer': ({errno}) => `${errno} and an answer below it`,
  'wrong-escape': () => 'a byte that should be escaped, or a backslash that escapes nothing',
  'wrong-escape-in-word': ({word}) => `"${word}" has a backslash that escapes nothing`,
  'unknown-section': ({section}) => `nothing is known of "${section}" sections`,
  'section-twice': ({section, name}) => `${section} ${name} is there twice`,
  'answer-for-errno': () => 'it takes an errno, not an answer',
  'not-one-line': () => 'it takes exactly one line',
  'no-descriptor': ({word}) => `"${word}" is no PID:FD`,
  'missing-field': ({name}) => `${name}= is missing`,
  'wrong-field': ({name, word, wanted}) => `${name}=${word} is not ${formText(wanted)}`,
};

function recordingProblemText(problem: RecordingProblem): string {
  const say = problemWords[problem.kind] as (problem: RecordingProblem) => string;
  return say(problem);
}

function formText(form: FieldForm): string {
  if (typeof form === 'object') return `one of ${form.join(', ')}`;
  return {number: 'a number', pids: 'pids', hexadecimal: 'hexadecimal', time: 'a time'}[form];
}
