export { type Address, doorText, maskAddress, parseAddress } from "./address";
export { namesConflict, readName } from "./name";
export { comparePhones, type Phone, type PhoneEvidence, phoneTail, readPhone } from "./phone";
