"use client";

import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { Look } from "#city/world/look.ts";
import { Portrait } from "./portrait.tsx";

/** Three is in this chunk and loads with the first figure that is shown. */
const Figure3d = lazy(() => import("./figure-3d.tsx").then((module) => ({ default: module.Figure3d })));

interface FigureProps {
  readonly look: Look;
  readonly label: string;
}

/** The figure as it walks the streets, turning; the portrait until it is there, and where it cannot be drawn. */
export function Figure({ look, label }: FigureProps) {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(canDraw()), []);
  const still = <Portrait look={look} label={label} className="size-40" />;
  return (
    <div className="grid h-56 place-items-center rounded-xl bg-sunken">
      {ready ? (
        <Fallback still={still}>
          <Suspense fallback={still}>
            <Figure3d look={look} label={label} />
          </Suspense>
        </Fallback>
      ) : (
        still
      )}
    </div>
  );
}

function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

interface FallbackProps {
  readonly still: ReactNode;
  readonly children: ReactNode;
}

/** A chunk that cannot be loaded or a picture that cannot be drawn leaves the portrait. */
class Fallback extends Component<FallbackProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.still : this.props.children;
  }
}
