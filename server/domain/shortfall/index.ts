export { type Claims, cellsOfClaims } from "./claims";
export { type Freeing, freeClaims } from "./free-claims";
