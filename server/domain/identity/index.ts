export { type Address, doorText, maskAddress, parseAddress } from "./address";
export { namesConflict, readName } from "./name";
export { comparePhones, phoneTail, readPhone, type Phone, type PhoneEvidence } from "./phone";
