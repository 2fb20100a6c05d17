/** A promise that is settled from outside. */

/** For a callback that has nothing to do, or a rejection that is reported elsewhere. */
export const ignore = (): void => undefined;

export class Deferred<T> {
  readonly promise: Promise<T>;
  resolve: (value: T) => void = ignore;
  reject: (error: unknown) => void = ignore;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
