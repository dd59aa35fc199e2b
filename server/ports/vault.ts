/** Authenticated encryption of bytes under one key. */
export type Sealer = {
  seal: (bytes: Uint8Array) => Buffer;
  /** @throws Error when the bytes were not sealed by this key, or changed */
  open: (sealed: Uint8Array) => Buffer;
};

/** Keeps personal data: sealed where it must be read again, keyed where only equality is asked. */
export type Vault = {
  /** Authenticated encryption; two seals of one text differ. */
  seal: (text: string) => Uint8Array;
  /** @throws Error when the bytes were not sealed by this key, or changed */
  open: (sealed: Uint8Array) => string;
  /** A keyed hash of 12 bytes as hex: the same text always gives the same, and only with the key. */
  key: (purpose: "phone" | "mask" | "door" | "contact", text: string) => string;
  /** Seals with a key of its own, 32 bytes, that can be forgotten. */
  sealer: (key: Uint8Array) => Sealer;
};
