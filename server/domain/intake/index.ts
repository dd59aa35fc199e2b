export { clockCase } from "./cases/clock-cases";
export { findingsOf } from "./cases/findings";
export { type Oddities, oddityCases } from "./cases/oddities";
export { type ContactEvidence, type ContactRow, contactOf, wholeContact } from "./contact";
export { contentOf, sourceKey } from "./content";
export {
  type Draft,
  type DraftLine,
  draftLines,
  draftOrder,
  type Known,
  needsNoConfirm,
  type Origin,
} from "./draft-order";
export { caseCounter, firstEvent, orderCounter } from "./first-event";
export { repeatedMessages } from "./outcome";
export { type Owners, ownSteps, stepKey } from "./own-steps";
export { contactFact, doorKeyOf, sealContact } from "./seal-contact";
export { settleDrafts } from "./settle-drafts";
export { type Hashed, type Hashes, type KnownOrder, type Sorted, sortOrders } from "./sort-orders";
export {
  emptyUnderstood,
  type FromMessage,
  type Heard,
  type NewOrder,
  sortIn,
  type Understood,
} from "./understood";
