import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

type Node = Readonly<Record<string, unknown>>;
const node = z.record(z.string(), z.unknown());

/** One operation of the document, found by its operation id. */
export interface Operation {
  readonly path: string;
  readonly request: ValidateFunction | null;
  /** By status as the document writes it: `200`, `4XX`, … */
  readonly replies: ReadonlyMap<string, ValidateFunction | null>;
  readonly query_names: ReadonlySet<string>;
}

/** Where a specification lies beside the repository, or null: then the test that needs it skips. */
export function specificationPath(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../../shared/specs/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  console.warn(`skipped: ../shared/specs/${name} is missing, so nothing was checked against it`);
  return null;
}

/**
 * The document's operations with compiled schemas. `anyOf` stands in for `oneOf`: unions of loose objects overlap.
 * `amended` replaces named schemas where the vendor's documentation contradicts the document.
 */
export function openApiDocument(path: string, amended: Node = {}): { operation(id: string): Operation } {
  const document = node.parse(rewrite(JSON.parse(readFileSync(path, 'utf8'))));
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const components = node.parse(document['components']);
  ajv.addSchema({ $id: 'document', components: { ...components, schemas: { ...node.parse(components['schemas']), ...amended } } });

  function schemaOf(holder: unknown): ValidateFunction | null {
    const content = node.safeParse(resolved(holder)['content']).data ?? {};
    const json = node.safeParse(content['application/json']).data;
    const schema = node.safeParse(json?.['schema']).data;
    return schema === undefined ? null : ajv.compile(schema);
  }
  function resolved(value: unknown): Node {
    const found = node.safeParse(value).data ?? {};
    const ref = found['$ref'];
    if (typeof ref !== 'string') return found;
    return ref.replace('document#/', '').split('/').reduce<Node>((at, part) => node.parse(at[part]), document);
  }

  const by_id = new Map<string, Operation>();
  return {
    operation(id) {
      const known = by_id.get(id);
      if (known !== undefined) return known;
      for (const [route, methods] of Object.entries(node.parse(document['paths']))) {
        for (const operation of Object.values(node.parse(methods))) {
          const described = node.safeParse(operation).data;
          if (described?.['operationId'] !== id) continue;
          const parameters = z.array(z.unknown()).parse(described['parameters'] ?? []).map(resolved);
          const built: Operation = {
            path: route,
            request: schemaOf(described['requestBody']),
            replies: new Map(Object.entries(node.parse(described['responses'])).map(([status, reply]) => [status, schemaOf(reply)])),
            query_names: new Set(parameters.filter((parameter) => parameter['in'] === 'query').map((parameter) => String(parameter['name']))),
          };
          by_id.set(id, built);
          return built;
        }
      }
      throw new Error(`the document has no operation ${id}`);
    },
  };
}

/** Turns OpenAPI's `nullable` into JSON Schema and points every reference into the registered document. */
function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  const parsed = node.safeParse(value);
  if (!parsed.success) return value;
  const { nullable, ...rest } = parsed.data;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(rest)) {
    if (key === '$ref' && typeof inner === 'string') out[key] = inner.replace(/^#\//, 'document#/');
    else if (key === 'oneOf') out['anyOf'] = rewrite(inner);
    else out[key] = rewrite(inner);
  }
  return nullable === true && typeof rest['type'] === 'string' ? { ...out, type: [rest['type'], 'null'] } : out;
}
