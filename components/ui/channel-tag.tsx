import { CHANNEL_NAMES } from "@/server/domain/orders/labels";

/** A channel's colour is its own on every screen and never means a state. */
export function ChannelDot({ channel }: { channel: string }) {
  return (
    <span
      aria-hidden
      className="inline-block size-2 shrink-0 rounded-full"
      style={{ backgroundColor: `var(--ch-${channel}, var(--nodata))` }}
    />
  );
}

export function ChannelTag({ channel, label }: { channel: string; label?: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <ChannelDot channel={channel} />
      <span className="truncate">{label ?? CHANNEL_NAMES[channel] ?? channel}</span>
    </span>
  );
}
