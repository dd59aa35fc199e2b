export {
  CASES,
  type CaseCode,
  caseName,
  caseNames,
  HOLDING_CODES,
  OUTLIVING_CODES,
  SHORTAGE_CODES,
} from "./cases";
export type { NewCase } from "./new-case";
