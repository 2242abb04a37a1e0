/** Thrown out of a response body that grew over the cap; the connection itself is healthy. */
export class ReplyTooLarge extends Error {
  readonly max_bytes: number;

  constructor(max_bytes: number) {
    super(`the reply is larger than ${max_bytes} bytes`);
    this.name = 'ReplyTooLarge';
    this.max_bytes = max_bytes;
  }
}

/**
 * The platform's fetch, except that a body over `max_bytes` is cut off while it arrives: without it one reply could
 * take all the memory of an agent before anybody looks at its size.
 */
export function cappedFetch(max_bytes: number): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (response.body === null) return response;
    let seen_bytes = 0;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          seen_bytes += chunk.byteLength;
          if (seen_bytes > max_bytes) controller.error(new ReplyTooLarge(max_bytes));
          else controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}
