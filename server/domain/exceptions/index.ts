export {
  CASES,
  type CaseCode,
  caseName,
  caseNames,
  HOLDING_CODES,
  OUTLIVING_CODES,
  SHORTAGE_CODES,
} from "./cases";
export { draftCase } from "./draft-case";
export type { NewCase } from "./new-case";
export { oddQuantity, unaskedPieces } from "./odd-quantity";
