import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4 } from "node:net";

const PORTS = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+):\d+)$/;

/** An address as it is compared: without brackets, port and zone; IPv4 in IPv6 as IPv4. Null when it is none. */
function plainAddress(text: string): string | null {
  const [, six, four] = PORTS.exec(text) ?? [];
  const bare = (six ?? four ?? text).split("%")[0] ?? "";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  const address = mapped ?? bare;
  return isIP(address) === 0 ? null : address.toLowerCase();
}

/**
 * Networks from a list like "10.0.0.0/8, 192.0.2.7, fd00::/8".
 *
 * @throws Error naming the entry that is none
 */
export function readNetworks(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [address = "", bits, more] = entry.split("/");
    const version = isIP(address);
    const widest = version === 4 ? 32 : 128;
    const isWidth = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
    if (version === 0 || !isWidth || more !== undefined)
      throw new Error(`"${entry}" is no address and no network like 10.0.0.0/8`);
    list.addSubnet(address, bits === undefined ? widest : Number(bits), `ipv${version}` as "ipv4");
  }
  return list;
}

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv4(address) ? "ipv4" : "ipv6");

/**
 * Where a request comes from. What a header says counts only where a trusted proxy wrote it: from the right, the first
 * address that is none of ours. Everything left of it was written by who asks.
 */
export function clientAddress(
  request: Pick<IncomingMessage, "headers" | "socket">,
  trusted: BlockList,
): string {
  let address = plainAddress(request.socket.remoteAddress ?? "") ?? "unknown";
  const told = [request.headers["x-forwarded-for"] ?? ""].flat().join(",");
  const hops = told.split(",").map((hop) => hop.trim());
  while (address !== "unknown" && isIn(trusted, address)) {
    const next = plainAddress(hops.pop() ?? "");
    if (next === null) break;
    address = next;
  }
  return address;
}

/** Who is counted together: an IPv4 address, or the /64 that one subscriber of IPv6 has. */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, gap) }, () => "0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
