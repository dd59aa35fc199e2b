export { describeCause, type StoreShare } from "./cause";
export { countsByChannel, detectAnomaly, instantOf, minuteOf } from "./detect";
export { scanMinutes } from "./scan";
export { spreadOf } from "./score";
export type {
  Alarm,
  AnomalyKind,
  BandPoint,
  ChannelVerdict,
  JudgedMinute,
  MinuteRow,
  MinuteSeries,
} from "./types";
