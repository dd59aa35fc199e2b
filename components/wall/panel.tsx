"use client";

import { Component, type CSSProperties, type ReactNode } from "react";
import { useTranslations } from "use-intl";

type BoundaryProps = { fallback: ReactNode; children: ReactNode };

/** A panel that throws leaves the others standing; it tries again by itself. */
class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };
  #timer = 0;

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidCatch() {
    this.#timer = window.setTimeout(() => this.setState({ isBroken: false }), 10_000);
  }

  override componentWillUnmount() {
    window.clearTimeout(this.#timer);
  }

  override render() {
    return this.state.isBroken ? this.props.fallback : this.props.children;
  }
}

type Props = {
  label: string;
  title?: string;
  className?: string;
  style?: CSSProperties;
  children: ReactNode;
};

export function Panel({ label, title, className = "", style, children }: Props) {
  const t = useTranslations("wall");
  return (
    <section
      aria-label={label}
      title={title}
      style={style}
      data-panel
      className={`min-h-0 min-w-0 rounded-[calc(8*var(--u))] bg-panel [contain:strict] ${className}`}
    >
      <Boundary fallback={<PanelNote title={t("broken")} />}>{children}</Boundary>
    </section>
  );
}

/** What a panel says instead of figures. */
export function PanelNote({ title, detail }: { title: string; detail?: string }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-6 px-24 text-center">
      <p className="text-wall-title text-text-2">{title}</p>
      {detail && <p className="text-wall-second text-text-3">{detail}</p>}
    </div>
  );
}

export function PanelTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <header className="flex h-48 shrink-0 items-center gap-16 whitespace-nowrap">
      <h2 className="text-wall-title font-semibold">{children}</h2>
      {aside && (
        <div className="flex min-w-0 items-center gap-18 text-wall-second text-text-2">{aside}</div>
      )}
    </header>
  );
}
