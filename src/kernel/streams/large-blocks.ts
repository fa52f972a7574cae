import {withKoffi} from '../koffi.ts';

/** M_MMAP_THRESHOLD of malloc.h. */
const MMAP_THRESHOLD = -3;
/** Less than the kernel's records of a large machine take, and more than the buffers that come and go. */
const THRESHOLD_BYTES = 1024 * 1024;

/**
 * Has malloc(3) keep large blocks apart, as large files are read into, so that their memory is given back when they are freed.
 * glibc would have each that is freed raise what it takes for large, and put the next ones between small blocks, which hold
 * them in place: mallopt(3), M_MMAP_THRESHOLD. Nothing happens where the C library has no such function, as musl.
 */
export async function giveLargeBlocksBack(): Promise<void> {
  await withKoffi(koffi => {
    const mallopt: (parameter: number, value: number) => number = koffi
      .load(null)
      .func('int mallopt(int, int)');
    mallopt(MMAP_THRESHOLD, THRESHOLD_BYTES);
  });
}
