"use client";

import { useEffect, useRef } from "react";
import {
  BoxGeometry,
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
} from "three";
import { FIGURE, FIGURE_HEIGHT_MM, type FigureBlock, isWorn } from "#city/world/figure.ts";
import { coloursOf, heightCmOf, type Look } from "#city/world/look.ts";

interface Figure3dProps {
  readonly look: Look;
  readonly label: string;
}

const WIDTH_PX = 200;
const HEIGHT_PX = 220;
const TURN_MS = 9_000;
const MM_PER_M = 1_000;
/** Eyes and glasses. */
const DARK = 0x2a2320;

/** A small figure that turns round once in nine seconds; still for those who want no motion. */
export function Figure3d({ look, label }: Figure3dProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : show(canvas.current, look)), [look]);
  return <canvas ref={canvas} role="img" aria-label={label} className="h-[220px] w-[200px]" />;
}

/** Draws until it is told to stop. */
function show(canvas: HTMLCanvasElement, look: Look): () => void {
  const renderer = new WebGLRenderer({ canvas, alpha: true, antialias: true });
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
  renderer.setSize(WIDTH_PX, HEIGHT_PX, false);
  const scene = new Scene();
  const figure = figureOf(look);
  const sun = new DirectionalLight(0xffffff, 2.2);
  sun.position.set(2, 4, 3);
  scene.add(figure, new HemisphereLight(0xffffff, 0x8a8f98, 1.6), sun);
  const camera = new PerspectiveCamera(30, WIDTH_PX / HEIGHT_PX, 0.1, 20);
  camera.position.set(0, 1.25, 4.1);
  camera.lookAt(0, 0.95, 0);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let frame = 0;
  const draw = (ms: number) => {
    figure.rotation.y = still ? 0.5 : (ms / TURN_MS) * Math.PI * 2;
    renderer.render(scene, camera);
    if (!still) frame = requestAnimationFrame(draw);
  };
  draw(0);
  return () => {
    cancelAnimationFrame(frame);
    scene.traverse((part) => part instanceof Mesh && part.geometry.dispose());
    renderer.dispose();
    // A canvas keeps its context, and browsers keep a few contexts only; in development the same one is drawn on twice.
  };
}

function figureOf(look: Look): Group {
  const colours = coloursOf(look);
  const figure = new Group();
  for (const block of FIGURE) {
    if (!isWorn(block, look)) continue;
    const colour = block.tone === "dark" ? DARK : colours[block.tone];
    figure.add(new Mesh(shapeOf(block), new MeshLambertMaterial({ color: colour })));
  }
  figure.scale.setScalar((heightCmOf(look) * 10) / FIGURE_HEIGHT_MM / MM_PER_M);
  return figure;
}

function shapeOf({ middle, size, taper = [100, 100] }: FigureBlock): BoxGeometry {
  const shape = new BoxGeometry(...size);
  const corners = shape.getAttribute("position");
  for (let i = 0; i < corners.count; i++) {
    if (corners.getY(i) < 0) continue;
    corners.setX(i, (corners.getX(i) * taper[0]) / 100);
    corners.setZ(i, (corners.getZ(i) * taper[1]) / 100);
  }
  return shape.translate(...middle);
}
