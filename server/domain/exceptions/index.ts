export { EXCEPTION_NAMES, exceptionName } from "./codes";
