import { expect, test } from "vitest";
import { addressGroup, clientAddress, readNetworks } from "./client-address";

const from = (remoteAddress: string, forwarded: string | undefined, trusted = "") =>
  clientAddress(
    { socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } } as never,
    readNetworks(trusted),
  );

test("address: without trusted proxies the socket's own counts, whatever a header says", () => {
  expect(from("198.51.100.4", "203.0.113.9")).toBe("198.51.100.4");
  expect(from("::ffff:198.51.100.4", undefined)).toBe("198.51.100.4");
});

test.each([
  ["10.0.0.2", "203.0.113.9", "203.0.113.9"],
  // What was there before our proxies added theirs is what the client made up.
  ["10.0.0.2", "1.2.3.4, 203.0.113.9, 10.9.9.9", "203.0.113.9"],
  ["10.0.0.2", "203.0.113.9:4711", "203.0.113.9"],
  ["10.0.0.2", "[2001:db8::7]:4711", "2001:db8::7"],
  ["10.0.0.2", "10.0.0.3, 10.0.0.4", "10.0.0.3"],
  ["10.0.0.2", "nonsense", "10.0.0.2"],
  ["10.0.0.2", undefined, "10.0.0.2"],
  ["198.51.100.4", "203.0.113.9", "198.51.100.4"],
])("address: from %s told %s is %s behind 10.0.0.0/8", (socket, told, wanted) => {
  expect(from(socket, told, "10.0.0.0/8")).toBe(wanted);
});

test("address: a network that is none is refused by its name", () => {
  for (const bad of ["10.0.0.0/33", "proxy.internal", "fd00::/129", "10.0.0.0/8/8", "1.2.3"])
    expect(() => readNetworks(`192.0.2.1, ${bad}`)).toThrow(bad);
});

test("address: one subscriber of IPv6 is one, however many addresses it has", () => {
  expect(addressGroup("2001:db8:0:7::1")).toBe("2001:db8:0:7::/64");
  expect(addressGroup("2001:0db8:0000:0007:aaaa:bbbb:cccc:dddd")).toBe("2001:db8:0:7::/64");
  expect(addressGroup("::1")).toBe("0:0:0:0::/64");
  expect(addressGroup("198.51.100.4")).toBe("198.51.100.4");
});
