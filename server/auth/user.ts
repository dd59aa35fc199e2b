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

export const asUserRole = (text: unknown): UserRole =>
  (USER_ROLES as readonly unknown[]).includes(text) ? (text as UserRole) : "operations";
