export { describeCause } from "./cause";
export { detectAnomaly, minuteOf } from "./detect";
export type { ChannelVerdict } from "./types";
