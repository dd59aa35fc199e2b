import type { ReactNode } from "react";
import { InventoryFrame } from "@/components/inventory/frame";

export default function InventoryLayout({ children }: { children: ReactNode }) {
  return <InventoryFrame>{children}</InventoryFrame>;
}
