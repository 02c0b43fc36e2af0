import { createRoot, extend, useFrame } from "@react-three/fiber";
import { Group, PerspectiveCamera, setConsoleFunction } from "three";
import { FIELD_OF_VIEW } from "./camera/camera-math.ts";
import type { CityWorld } from "./city-world.ts";
import type { Quality } from "./quality.ts";

extend({ Group });

// What three complains about is a fault of ours and should be seen as one. The fiber library still uses a clock that three
// has deprecated, which is no news.
setConsoleFunction((type, message, ...details) => {
  if (type !== "log" && !String(message).includes("THREE.Clock"))
    reportError(new Error([message, ...details].join(" ")));
});

/** Takes the frame over: with a priority above 0 the library leaves drawing to us. */
function CityFrame({ world }: { readonly world: CityWorld }) {
  useFrame(({ gl, scene, camera }) => {
    if (camera instanceof PerspectiveCamera) world.frame(gl, scene, camera);
  }, 1);
  return <primitive object={world.root} dispose={null} />;
}

/** Mounts a world on a canvas and keeps it at the size of its box. Gives what takes it down again. */
export async function mountScene(
  canvas: HTMLCanvasElement,
  world: CityWorld,
  quality: Quality,
): Promise<() => void> {
  const root = createRoot(canvas);
  const configure = async () => {
    const box = canvas.parentElement?.getBoundingClientRect() ?? canvas.getBoundingClientRect();
    await root.configure({
      frameloop: "always",
      flat: true,
      dpr: [1, quality.pixelRatioMax],
      size: { width: Math.max(1, box.width), height: Math.max(1, box.height), top: box.top, left: box.left },
      camera: { fov: FIELD_OF_VIEW, near: 1, far: 90_000 },
      gl: { antialias: quality.antialias, powerPreference: "high-performance", alpha: false, stencil: false },
      onCreated: ({ gl, scene }) => {
        gl.info.autoReset = false;
        scene.matrixAutoUpdate = false;
      },
    });
  };
  await configure();
  root.render(
    <group>
      <CityFrame world={world} />
    </group>,
  );
  const watcher = new ResizeObserver(() => void configure());
  watcher.observe(canvas.parentElement ?? canvas);
  return () => {
    watcher.disconnect();
    root.unmount();
  };
}
