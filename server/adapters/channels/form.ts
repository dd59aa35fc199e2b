/** A form's fields, decoded once. The last of two equal names wins. */
export type Form = Record<string, string>;

/** No platform sends nearly so many; whoever signs a form has to sort them. */
const FIELDS_MAX = 1_000;

/**
 * Decode `a=b&c=d`.
 *
 * @param times how often values were URL-encoded: Meituan encodes twice
 * @throws URIError on a broken escape, RangeError on more fields than any form has
 */
export function readForm(text: string, times: 1 | 2 = 1): Form {
  const form: Form = Object.create(null) as Form;
  const pairs = text.split("&", FIELDS_MAX + 1);
  if (pairs.length > FIELDS_MAX) throw new RangeError(`more than ${FIELDS_MAX} fields`);
  for (const pair of pairs) {
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
