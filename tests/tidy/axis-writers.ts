import type { Tree } from "./doc-rules";

/** Where the axes of an order are written, and where the model is saved. */
const WRITERS = /^(server\/domain\/lifecycle\/axes\/|db\/queries\/orders\/save-model\.ts$)/;
const LOOKED_AT = /^(server\/(domain|pipelines)|db\/queries)\/.*\.ts$/;
const AXES = "trade|review|stock|fulfil|delivery|afterSale|holds|leadFulfilmentId";
const COLUMNS = "trade|review|stock|fulfil|delivery|after_sale|holds|lead_fulfilment_id";
/** Whatever the order is called: `one.holds += 1`, `order["trade"] = x`. */
const ASSIGNED = new RegExp(`(?:\\.(${AXES})|\\["(${AXES})"\\])\\s*(?:[-+|&]?=(?![=>])|\\+\\+|--)`);
const MERGED = new RegExp(
  `Object\\.assign\\(\\s*(?:order|member|one|other|o)\\b[^)]*\\b(${AXES})\\b`,
);
const UPDATED = new RegExp(
  `update orders\\b(?:(?!\`)[\\s\\S])*?\\bset\\b(?:(?!\`|\\bfrom\\b|\\bwhere\\b)[\\s\\S])*?\\b(${COLUMNS})\\s*=`,
);

/** Each axis of an order has one writer; everybody else tells it what happened. */
export function axisComplaints(tree: Tree): string[] {
  return tree.files.flatMap((file) => {
    if (!LOOKED_AT.test(file) || WRITERS.test(file) || /\.test\.ts$/.test(file)) return [];
    const text = tree.text(file);
    const forms = file.startsWith("db/") ? [UPDATED] : [UPDATED, ASSIGNED, MERGED];
    const axis = forms
      .flatMap((form) => form.exec(text)?.slice(1) ?? [])
      .find((found) => found !== undefined);
    return axis ? [`${file}: writes the axis ${axis}: server/domain/lifecycle/axes does`] : [];
  });
}
