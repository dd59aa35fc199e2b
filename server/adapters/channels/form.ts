/** A form's fields, decoded once. The last of two equal names wins. */
export type Form = Record<string, string>;

/**
 * Decode `a=b&c=d`.
 *
 * @param times how often values were URL-encoded: Meituan encodes twice
 * @throws URIError on a broken escape
 */
export function readForm(text: string, times: 1 | 2 = 1): Form {
  const form: Form = Object.create(null) as Form;
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const cut = pair.indexOf("=");
    const key = decodeOnce(cut < 0 ? pair : pair.slice(0, cut));
    const once = cut < 0 ? "" : decodeOnce(pair.slice(cut + 1));
    form[key] = times === 2 ? decodeOnce(once) : once;
  }
  return form;
}

function decodeOnce(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  return spaced.includes("%") ? decodeURIComponent(spaced) : spaced;
}

/** Encode fields once, as a form body. */
export function writeForm(fields: Readonly<Form>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join("&");
}
