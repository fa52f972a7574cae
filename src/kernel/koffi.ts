import {found, type Read, unreadable} from './read.ts';

/** The code of the error of procdoc's single file where no folder lets it load koffi (bin/native-part.js). */
const NO_FOLDER = 'ENOEXEC';

/**
 * Makes something of koffi, which calls the functions of the C library; loading it takes some milliseconds. Never
 * rejects. ELIBACC: koffi can't be loaded (npm's --omit=optional leaves its binary out). ENOEXEC: procdoc's single file
 * has koffi inside, and found no folder where it may write it to and load it from.
 */
export async function withKoffi<T>(use: (koffi: typeof import('koffi')) => T): Promise<Read<T>> {
  try {
    return found(use(await import('koffi')));
  } catch (error) {
    return unreadable((error as NodeJS.ErrnoException).code === NO_FOLDER ? NO_FOLDER : 'ELIBACC');
  }
}
