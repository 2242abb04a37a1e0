/** Where the engine listens. TLS is not spoken: a remote engine belongs behind a gate of its own. */
export type EngineAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** Reads `unix:///path.sock` or `tcp://host:port`; throws an Error that says what was expected. */
export function parseEngineAddress(text: string): EngineAddress {
  const unix = /^unix:\/\/(\/[^\0]+)$/.exec(text);
  if (unix?.[1] !== undefined) return { kind: 'unix', path: unix[1] };
  const tcp = /^tcp:\/\/(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})$/.exec(text);
  const host = tcp?.[1] ?? tcp?.[2];
  const port = Number(tcp?.[3]);
  if (host !== undefined && port >= 1 && port <= 65_535) return { kind: 'tcp', host, port };
  throw new Error(`engine: expected unix:///path.sock or tcp://host:port, got ${JSON.stringify(text)}`);
}
