"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { cx } from "./cx.ts";

export interface Tab {
  readonly id: string;
  readonly label: ReactNode;
  readonly panel: ReactNode;
}

interface TabsProps {
  /** What the tabs are about, for those who hear the page. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly initial?: string;
  /** Told of each change, for pages that keep the tab in their address. */
  readonly onChange?: (id: string) => void;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Views of one thing, one at a time. Arrow keys, Home and End move; only the panel in view is mounted. */
export function Tabs({ label, tabs, initial, onChange }: TabsProps) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(initial);
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  const choose = (id: string) => {
    setChosen(id);
    onChange?.(id);
  };
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || !current) return;
    event.preventDefault();
    const next = tabs[step(tabs.indexOf(current), tabs.length)];
    if (!next) return;
    choose(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab === current}
            aria-controls={tab === current ? `${base}-panel` : undefined}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => choose(tab.id)}
            onKeyDown={move}
            className={cx(
              "-mb-px min-h-10 shrink-0 cursor-pointer border-b-2 border-transparent px-3 text-sm font-medium text-muted -outline-offset-2 hover:text-ink pointer-coarse:min-h-11",
              "aria-selected:border-accent aria-selected:text-ink",
            )}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {current && (
        <div
          key={current.id}
          role="tabpanel"
          id={`${base}-panel`}
          aria-labelledby={`${base}-${current.id}`}
          className="pt-6"
        >
          {current.panel}
        </div>
      )}
    </div>
  );
}
