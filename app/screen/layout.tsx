import type { ReactNode } from "react";

export default function ScreenLayout({ children }: { children: ReactNode }) {
  return (
    <div data-theme="wall" className="fixed inset-0 overflow-hidden bg-bg text-text">
      {children}
    </div>
  );
}
