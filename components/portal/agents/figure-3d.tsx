"use client";

import { useEffect, useRef } from "react";
import {
  BoxGeometry,
  Color,
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  Scene,
  SphereGeometry,
  WebGLRenderer,
} from "three";
import { coloursOf, heightCmOf, type Look } from "#city/world/look.ts";

interface Figure3dProps {
  readonly look: Look;
  readonly label: string;
}

const WIDTH_PX = 200;
const HEIGHT_PX = 220;
const TURN_MS = 9_000;
const MIDDLE_HEIGHT_M = 1.75;

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
  const box = (colour: number, x: number, y: number, z: number, w: number, h: number, d: number) => {
    const part = new Mesh(new BoxGeometry(w, h, d), new MeshLambertMaterial({ color: new Color(colour) }));
    part.position.set(x, y, z);
    figure.add(part);
  };
  box(colours.top, 0, 1.12, 0, 0.42, 0.6, 0.24);
  for (const side of [-1, 1]) {
    box(colours.legs, side * 0.1, 0.43, 0, 0.16, 0.86, 0.19);
    box(colours.top, side * 0.28, 1.2, 0, 0.11, 0.44, 0.14);
    box(colours.skin, side * 0.28, 0.9, 0, 0.1, 0.16, 0.12);
    box(0x2a2320, side * 0.05, 1.63, 0.115, 0.03, 0.03, 0.01);
  }
  box(colours.skin, 0, 1.6, 0, 0.2, 0.28, 0.22);
  if (look.hair > 0) box(colours.hair, 0, 1.74, -0.01, 0.22, 0.08, 0.24);
  if (look.hair === 3 || look.hair === 6) box(colours.hair, 0, 1.6, -0.12, 0.22, 0.3, 0.05);
  if (look.hair === 4 || look.hair === 5) {
    const bun = new Mesh(new SphereGeometry(0.1, 12, 8), new MeshLambertMaterial({ color: colours.hair }));
    bun.position.set(0, 1.82, -0.02);
    figure.add(bun);
  }
  if (look.extra === 2) box(colours.hair, 0, 1.5, 0.1, 0.19, 0.1, 0.04);
  if (look.extra === 3) {
    box(colours.legs, 0, 1.78, 0, 0.32, 0.02, 0.32);
    box(colours.legs, 0, 1.83, 0, 0.2, 0.1, 0.2);
  }
  if (look.extra === 4) box(0xf0e6d8, 0, 1.44, 0, 0.26, 0.08, 0.27);
  figure.scale.setScalar(heightCmOf(look) / 100 / MIDDLE_HEIGHT_M);
  return figure;
}
