import {
  AlertTriangle,
  Boxes,
  type LucideIcon,
  Monitor,
  PackageSearch,
  Radio,
  Server,
} from "lucide-react";

export type PageName = "orders" | "exceptions" | "inventory" | "channels" | "system" | "screen";

export type PageEntry = {
  name: PageName;
  href: string;
  Icon: LucideIcon;
  /** Pinyin and initials, for the palette. */
  keywords: string[];
  /** About the whole chain: nothing for people of one store. */
  isChain?: true;
};

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

/** The pages that somebody finds. The server decides again. */
export const pagesFor = (seesChain: boolean): readonly PageEntry[] =>
  PAGES.filter((page) => seesChain || !page.isChain);
