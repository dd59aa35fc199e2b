/** Who works here: 运营 客服 调度 店长 财务 管理员. */
export const USER_ROLES = [
  "operations",
  "service",
  "dispatch",
  "store",
  "finance",
  "admin",
] as const;
export type UserRole = (typeof USER_ROLES)[number];

export type User = {
  id: string;
  name: string;
  email: string;
  role: UserRole;
  /** A store manager sees this store and no other; null sees all. */
  storeId: number | null;
};

type Told = { id: string; name: string; email: string; role?: unknown; storeId?: unknown };

/**
 * Whoever a row or a session speaks of, as far as we know what they may: a role nobody knows, or a store manager without a
 * store, is nobody.
 */
export function asUser({ id, name, email, role, storeId = null }: Told): User | null {
  const known = USER_ROLES.find((each) => each === role);
  if (known === undefined) return null;
  const hasStore = typeof storeId === "number" && Number.isInteger(storeId);
  if (!hasStore && (storeId !== null || known === "store")) return null;
  return { id, name, email, role: known, storeId: hasStore ? storeId : null };
}

/** The whole chain is seen by people of no single store: its channels, its machine, its wall. */
export const seesChain = (user: User): boolean => user.storeId === null;

/** A store and its goods are seen by its own people and by those of the whole chain. */
export const seesStore = (user: User, storeId: number): boolean =>
  user.storeId === null || user.storeId === storeId;

/**
 * The store a question may be about: a store manager's own, whatever was asked.
 *
 * @returns null for all stores
 */
export const storeScope = (user: User, asked: number | null): number | null =>
  user.storeId ?? asked;
