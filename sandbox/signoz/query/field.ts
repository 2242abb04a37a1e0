import type { AttributeValue, Attributes } from '../../telemetry/attribute.ts';

/** Reads one field of a row; undefined when the row doesn't have it. */
export type FieldReader<Row> = (row: Row) => AttributeValue | undefined;

/** What can be asked of the rows of one signal. */
export interface FieldCatalogue<Row> {
  readonly signal: 'traces' | 'logs' | 'metrics';
  /** The reader for a key, which may carry a context (`resource.`, `attribute.`); undefined for a key that nothing ever had. */
  find(key: string): FieldReader<Row> | undefined;
}

export interface FieldSource<Row> {
  readonly signal: FieldCatalogue<Row>['signal'];
  readonly columns: Readonly<Record<string, FieldReader<Row>>>;
  /** Older spellings of column names. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Attribute names that are accepted, whether or not a row with them has come. */
  isKnown(key: string): boolean;
}

interface Attributed {
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

/** Makes the catalogue of one signal; columns win over attributes, and the resource over the row's own attributes. */
export function createFieldCatalogue<Row extends Attributed>(source: FieldSource<Row>): FieldCatalogue<Row> {
  return {
    signal: source.signal,
    find(key) {
      const name = Object.hasOwn(source.aliases, key) ? source.aliases[key] ?? key : key;
      if (Object.hasOwn(source.columns, name)) return source.columns[name];
      const scoped = /^(resource|attribute|attributes)\.(.+)$/.exec(name);
      const bare = scoped?.[2];
      if (bare !== undefined && source.isKnown(bare)) {
        return scoped?.[1] === 'resource' ? (row) => own(row.resource, bare) : (row) => own(row.attributes, bare);
      }
      if (!source.isKnown(name)) return undefined;
      return (row) => own(row.resource, name) ?? own(row.attributes, name);
    },
  };
}

function own(attributes: Attributes, key: string): AttributeValue | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}
