type Json = Readonly<Record<string, unknown>>;

/** The published interface, asked whether an answer fits it. */
export interface PublishedInterface {
  /** Empty when status and body are those of the document; `path` without query. Undocumented statuses are a problem. */
  problems(method: string, path: string, status: number, json: unknown): readonly string[];
}

export type SchemaCheck = (schema: Json, value: unknown) => readonly string[];

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const member = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((inner, name) => (isJson(inner) ? inner[name] : undefined), value);

const REFERENCE = '#/components/';

/** Follows one `$ref` into components. */
function resolved(document: Json, value: unknown): unknown {
  const ref = member(value, '$ref');
  if (typeof ref !== 'string' || !ref.startsWith(REFERENCE)) return value;
  return member(document, 'components', ...ref.slice(REFERENCE.length).split('/'));
}

/** The component schemas as one JSON Schema: references of OpenAPI become references of JSON Schema. */
function definitionsOf(document: Json): Json {
  const text = JSON.stringify(member(document, 'components', 'schemas') ?? {});
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as Json;
}

/** `document`: a parsed OpenAPI 3.1 document. */
export function publishedInterface(document: Json, check: SchemaCheck): PublishedInterface {
  const $defs = definitionsOf(document);
  const schemas = new Map<string, Json>();
  const schemaOf = (name: string): Json => {
    const known = schemas.get(name) ?? { $ref: `#/$defs/${name}`, $defs };
    schemas.set(name, known);
    return known;
  };
  return {
    problems(method, path, status, json) {
      const responses = member(document, 'paths', path, method.toLowerCase(), 'responses');
      const response = resolved(document, member(responses, String(status)));
      if (response === undefined) return [`HTTP ${status} is not documented for ${method} ${path}`];
      const ref = member(response, 'content', 'application/json', 'schema', '$ref');
      if (typeof ref !== 'string') return [];
      if (json === undefined) return ['the body is not JSON'];
      return check(schemaOf(ref.slice(ref.lastIndexOf('/') + 1)), json);
    },
  };
}
