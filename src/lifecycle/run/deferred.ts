/** A promise, with the function that resolves it: Promise.withResolvers() of Node 22. */
export class Deferred<T> {
  resolve!: (value: T) => void;
  readonly promise = new Promise<T>(resolve => {
    this.resolve = resolve;
  });
}
