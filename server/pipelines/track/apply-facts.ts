import type { Tx } from "@/db/client";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { type Effects, type Told, tellModel, touchedBy } from "@/server/domain/lifecycle";
import type { Deps } from "../deps";

/** Load, tell, save: for facts that are known to be new and come alone. @returns those that took no effect yet */
export async function applyFacts(
  deps: Deps,
  tx: Tx,
  facts: readonly Told[],
): Promise<Effects["waiting"]> {
  const model = await loadModel(tx, touchedBy(facts, []));
  tellModel(model, facts, []);
  await saveModel(tx, deps.ids, { model, more: [] });
  return model.effects.waiting;
}
