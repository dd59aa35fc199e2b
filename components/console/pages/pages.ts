import {
  AlertTriangle,
  Boxes,
  HandCoins,
  type LucideIcon,
  Monitor,
  PackageSearch,
  Radio,
  Server,
} from "lucide-react";

import type { Me } from "../session";

export type PageName =
  | "orders"
  | "exceptions"
  | "owed"
  | "inventory"
  | "channels"
  | "system"
  | "screen";

type Who = Pick<Me["user"], "role" | "storeId">;

export type PageEntry = {
  name: PageName;
  href: string;
  Icon: LucideIcon;
  /** Pinyin and initials, for the palette. */
  keywords: string[];
  /** About the whole chain: nothing for people of one store. */
  isChain?: true;
  /** Whose work it is, beside admins'; everybody's where nobody is named. */
  roles?: readonly Who["role"][];
};

/** Who has to do with money that goes back. */
export const OWED_ROLES = [
  "operations",
  "service",
  "store",
  "finance",
] as const satisfies Who["role"][];

/** The console's pages, in the order of the rail. Only those that exist. */
const PAGES: readonly PageEntry[] = [
  { name: "orders", href: "/orders", Icon: PackageSearch, keywords: ["dingdan", "dd", "orders"] },
  {
    name: "exceptions",
    href: "/exceptions",
    Icon: AlertTriangle,
    keywords: ["yichang", "yc", "exceptions"],
  },
  {
    name: "owed",
    href: "/owed",
    Icon: HandCoins,
    keywords: ["yingtuikuan", "ytk", "tuikuan", "owed", "refund"],
    roles: OWED_ROLES,
  },
  {
    name: "inventory",
    href: "/inventory",
    Icon: Boxes,
    keywords: ["kucun", "kc", "stock", "inventory"],
  },
  {
    name: "channels",
    href: "/channels",
    Icon: Radio,
    keywords: ["qudao", "qd", "channels"],
    isChain: true,
  },
  {
    name: "system",
    href: "/system",
    Icon: Server,
    keywords: ["xitong", "xt", "system"],
    isChain: true,
  },
  {
    name: "screen",
    href: "/screen",
    Icon: Monitor,
    keywords: ["daping", "dp", "wall", "screen"],
    isChain: true,
  },
];

const isFor = ({ role, storeId }: Who, { isChain, roles }: PageEntry): boolean =>
  (storeId === null || !isChain) && (!roles || role === "admin" || roles.includes(role));

/** The pages that somebody finds. The server decides again. */
export const pagesFor = (who: Who): readonly PageEntry[] =>
  PAGES.filter((page) => isFor(who, page));

/** Where somebody's day begins: with the orders, or with the money. */
export const startPage = ({ role }: Pick<Who, "role">): string =>
  role === "finance" ? "/owed" : "/orders";
