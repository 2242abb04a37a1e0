import type { z } from 'zod';
import { isSecretAt } from './schema-at.ts';
import type { ConfigPath, SourceNode } from './source-node.ts';

/** What a problem says that such a secret is. */
export const SECRET_IN_FILE = 'a secret that stands in the file';

export interface LiteralSecret {
  readonly path: ConfigPath;
  readonly node: SourceNode;
}

/** Headers and variables of foreign programs are mostly harmless; these are not. */
const TELLING_NAME = /key|token|secret|passw|auth|cookie|credential|session/i;

/** An address without a password is no secret, though its field may hold one. */
const BARE_ADDRESS = /^rediss?:\/\/[^@?]*$/;

/** Secrets that stand in a file instead of the environment, a default of `${NAME:-default}` included. Pure. */
export function literalSecrets(schema: z.core.$ZodType, root: SourceNode): readonly LiteralSecret[] {
  const found: LiteralSecret[] = [];
  visit(root, []);
  return found;

  function visit(node: SourceNode, path: ConfigPath): void {
    if (node.kind === 'object') for (const [key, entry] of node.entries) visit(entry.node, [...path, key]);
    else if (node.kind === 'array') node.items.forEach((item, index) => { visit(item, [...path, index]); });
    else if (isLiteral(node) && isSecretAt(schema, path) && (path[0] !== 'mcpServers' || TELLING_NAME.test(String(path.at(-1))))) found.push({ path, node });
  }
}

function isLiteral(node: Extract<SourceNode, { kind: 'scalar' }>): boolean {
  return typeof node.value === 'string' && node.value !== '' && node.origin !== 'environment' && !BARE_ADDRESS.test(node.value);
}
