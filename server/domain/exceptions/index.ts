export {
  CASES,
  type CaseCode,
  caseName,
  caseNames,
  HOLDING_CODES,
  OUTLIVING_CODES,
  SHORTAGE_CODES,
} from "./cases";
export { type CaseDraft, draftCase } from "./draft-case";
