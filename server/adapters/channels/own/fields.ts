import { asObject, type Json, type JsonObject } from "../parse-json";

/** Reads fields by our names, wherever this account's settings say the sender puts them. */
export type Fields = (path: string) => Json | undefined;

/**
 * @param overrides ours → theirs, dotted paths; a field not named is where the contract says
 */
export function fieldsOf(body: JsonObject, overrides: Readonly<Record<string, string>>): Fields {
  return (path) => walk(body, overrides[path] ?? path);
}

function walk(body: JsonObject, path: string): Json | undefined {
  let at: Json | undefined = body;
  for (const key of path.split(".")) {
    const object: JsonObject = asObject(at);
    at = Object.hasOwn(object, key) ? object[key] : undefined;
  }
  return at;
}
