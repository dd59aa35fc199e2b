export { doorText, maskAddress, parseAddress } from "./address";
export { namesConflict, readName } from "./name";
export { comparePhones, type PhoneEvidence, phoneTail, readPhone } from "./phone";
