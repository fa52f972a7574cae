import {namesInFolder, recordingName} from '../recording-name.ts';

/** What a folder of recordings has besides its files, and no answer has: a sentence each. */
export function passedOverTexts(
  folder: string,
  folders: readonly string[],
  others: readonly string[],
): string[] {
  const where = recordingName(folder);
  return [
    ...(folders.length > 0
      ? [`folders in ${where} aren't looked into (${namesInFolder(folders)}): give each with --from, too`]
      : []),
    ...(others.length > 0 ? [`in ${where}, what isn't a file is left out: ${namesInFolder(others)}`] : []),
  ];
}
