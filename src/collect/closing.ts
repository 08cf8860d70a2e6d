/** Yields what the source yields, and tidies up when it ends, fails, or is no longer read. */
export async function* closing<T>(source: AsyncGenerator<T>, close: () => void): AsyncGenerator<T> {
  try {
    yield* source;
  } finally {
    close();
  }
}
