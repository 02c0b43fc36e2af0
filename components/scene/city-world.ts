import { Group, type PerspectiveCamera, type Scene, type WebGLRenderer } from "three";
import { LIMITS } from "#city/limits.ts";
import type { CityState, FeedEntry } from "#city/protocol/messages.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { CityStream } from "#components/net/city-stream.ts";
import { RoomDeeds } from "#components/net/room-deeds.ts";
import { chooseRooms } from "#components/net/room-list.ts";
import { AgentLayer } from "./agents/agent-layer.ts";
import { type Speech, Tracks } from "./agents/tracks.ts";
import { createLookBook, lookWorn } from "./appearances.ts";
import { eyeOf, FIELD_OF_VIEW, forwardOf, type View, type ViewBounds } from "./camera/camera-math.ts";
import { CameraRig, type RigEvents } from "./camera/camera-rig.ts";
import { focusOf, limitsOf } from "./camera/home-view.ts";
import { CityMap } from "./city-map.ts";
import { CityMeshes, createLand, createSky } from "./city-meshes.ts";
import { HouseLayer } from "./houses/house-layer.ts";
import { Marker } from "./marker.ts";
import { createMaterials } from "./materials.ts";
import { type MarketStates, tintsOf } from "./ownership.ts";
import type { Quality } from "./quality.ts";
import { ShadowPass } from "./shadow-pass.ts";
import { daylightAt } from "./sun.ts";
import { applyDaylight, uniforms } from "./uniforms.ts";
import type { WorkerReply, WorkerRequest } from "./worker/messages.ts";

export interface WorldEvents {
  readonly onProgress: (loaded: number, total: number) => void;
  readonly onFault: (fault: "unreachable" | "no_plan" | "bad_plan") => void;
  readonly onIndex: (map: CityMap) => void;
  readonly onCity: (city: CityState) => void;
  readonly onFeed: (entries: readonly FeedEntry[]) => void;
  readonly onSpeech: (speech: Speech) => void;
}

const BEFORE_INDEX: ViewBounds = { minXM: -1e6, minZM: -1e6, maxXM: 1e6, maxZM: 1e6, maxDistanceM: 20_000 };
const SLOW_TASKS_MS = 250;
/** Neighborhoods kept built beyond those shown, for when the camera comes back. */
const KEPT_SPARE = 30;

/** The whole scene: owns meshes, bodies, light, camera and the live stream, and moves them on once a frame. */
export class CityWorld {
  readonly root = new Group();
  readonly tracks = new Tracks();
  readonly deeds = new RoomDeeds();
  readonly stream: CityStream;
  readonly rig: CameraRig;
  readonly marker = new Marker();
  readonly agents: AgentLayer;
  readonly houses = new HouseLayer();
  readonly #looks = createLookBook((agents) => {
    for (const agent of agents) this.tracks.touch(agent);
  });
  readonly #quality: Quality;
  readonly #events: WorldEvents;
  readonly #materials = createMaterials();
  readonly #worker: Worker;
  readonly #shadows: ShadowPass | null;
  #map: CityMap | null = null;
  #meshes: CityMeshes | null = null;
  #slowAtMs = Number.NEGATIVE_INFINITY;
  #lastMs = performance.now();
  #litAtMs = Number.NaN;
  #wanted = "";
  #simMs = 0;
  #layer: MarketStates | null = null;
  /** Agents with a diamond over their heads. */
  marked: ReadonlySet<number> = new Set();
  /** Called once a frame after everything moved and before it is drawn. */
  onFrame: (nowMs: number) => void = () => {};
  frames = 0;
  drawCalls = 0;
  triangles = 0;

  constructor(
    canvas: HTMLCanvasElement,
    view: View | null,
    quality: Quality,
    still: boolean,
    rig: RigEvents,
    events: WorldEvents,
  ) {
    this.#quality = quality;
    this.#events = events;
    const first = view ?? { xM: 0, zM: 0, distanceM: 900, bearing: 0, pitch: 60 };
    this.rig = new CameraRig(canvas, first, first, BEFORE_INDEX, still, rig);
    const reach = { personM: quality.personM, carM: quality.carM };
    this.agents = new AgentLayer(this.tracks, reach, (agent) => lookWorn(this.#looks, agent));
    this.#shadows = quality.shadowTexels > 0 ? new ShadowPass(quality.shadowTexels) : null;
    this.tracks.onSpeech = events.onSpeech;
    this.stream = new CityStream({
      planOf: (n) => this.#map?.plans.get(n),
      onFrame: (list, place, replaces) => {
        this.tracks.apply(list, place, replaces);
        this.deeds.apply(list, place, replaces);
      },
      onLeave: (n) => {
        this.tracks.leave(n);
        this.deeds.leave(n);
      },
      onCity: events.onCity,
      onFeed: events.onFeed,
    });
    this.root.add(
      createLand(this.#materials),
      createSky(this.#materials),
      this.agents.root,
      this.marker.root,
      this.houses.root,
    );
    this.deeds.onChange = (n) => this.#tint(n);
    this.#worker = new Worker(new URL("./worker/main.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", (event: MessageEvent<WorkerReply>) =>
      this.#hear(event.data, view === null),
    );
    this.#worker.addEventListener("error", () => events.onFault("bad_plan"));
    this.#ask({ kind: "start", trees: quality.trees, at: view });
  }

  get map(): CityMap | null {
    return this.#map;
  }

  /** Simulated ms that the last frame shows. */
  get simMs(): number {
    return this.#simMs;
  }

  /** Moves everything on and draws one frame. */
  frame(renderer: WebGLRenderer, scene: Scene, camera: PerspectiveCamera): void {
    const nowMs = performance.now();
    const seconds = Math.min(0.1, (nowMs - this.#lastMs) / 1000);
    this.#lastMs = nowMs;
    this.rig.advance(nowMs, seconds);
    this.#simMs = this.stream.clock.drawnMs(Date.now()) ?? this.#simMs;
    uniforms.uSeconds.value += seconds;
    uniforms.uPixels.value = renderer.domElement.height / (2 * Math.tan((FIELD_OF_VIEW * Math.PI) / 360));
    this.#light();
    this.#aim(camera);
    if (nowMs - this.#slowAtMs > SLOW_TASKS_MS) {
      this.#slowAtMs = nowMs;
      this.#slowTasks(nowMs);
    }
    this.onFrame(nowMs);
    renderer.info.reset();
    this.agents.update(renderer, this.#simMs);
    if (this.#shadows && this.#meshes)
      this.#shadows.update(renderer, scene, this.rig.view, this.#meshes.revision, nowMs);
    renderer.render(scene, camera);
    this.drawCalls = renderer.info.render.calls;
    this.triangles = renderer.info.render.triangles;
    this.frames++;
  }

  dispose(): void {
    this.#worker.terminate();
    this.stream.dispose();
    this.rig.dispose();
    this.agents.dispose();
    this.marker.dispose();
    this.houses.dispose();
    this.#meshes?.dispose();
    this.#shadows?.dispose();
    for (const material of Object.values(this.#materials)) material.dispose();
  }

  #light(): void {
    // Before the first clock it is noon.
    const dayMs = this.stream.clock.state ? this.#simMs : 12 * 3_600_000;
    if (Math.abs(dayMs - this.#litAtMs) < 5_000) return;
    this.#litAtMs = dayMs;
    applyDaylight(daylightAt(dayMs));
  }

  #aim(camera: PerspectiveCamera): void {
    const { view } = this.rig;
    const eye = eyeOf(view);
    camera.position.set(eye[0], eye[1], eye[2]);
    const [fx, fz] = forwardOf(view.bearing);
    const tilt = (view.pitch * Math.PI) / 180;
    camera.up.set(fx * Math.cos(tilt), Math.sin(tilt), fz * Math.cos(tilt));
    camera.lookAt(view.xM, 0, view.zM);
    const near = Math.max(0.4, Math.min(60, eye[1] * 0.12));
    if (Math.abs(camera.near / near - 1) > 0.1) {
      camera.near = near;
      camera.far = 90_000;
      camera.updateProjectionMatrix();
    }
    camera.updateMatrixWorld();
    uniforms.uHaze.value = 1 / (7_500 + view.distanceM * 2.2);
  }

  #slowTasks(nowMs: number): void {
    const map = this.#map;
    this.tracks.sweep(this.#simMs);
    if (!map || !this.#meshes) return;
    const { view } = this.rig;
    const eye = eyeOf(view);
    const focus = focusOf(view, eye);
    const wanted = this.#meshes.nearest(focus[0], focus[1], this.#quality.detailM, this.#quality.detailMax);
    const key = wanted.join();
    if (key !== this.#wanted) {
      this.#wanted = key;
      const missing = this.#meshes.show(wanted, this.#quality.detailMax + KEPT_SPARE);
      this.#ask({ kind: "detail", neighborhoods: missing });
    }
    const reachM = Math.max(900, Math.min(4_000, view.distanceM * 2.2));
    const at = { xM: view.xM, zM: view.zM, eyeXM: eye[0], eyeZM: eye[2], reachM };
    this.stream.follow(chooseRooms(map.index, map.plans, at, LIMITS.viewerRoomsMax));
    const near = this.#meshes.nearest(
      eye[0],
      eye[2],
      Math.max(this.#quality.personM, this.#quality.carM) + 215,
      40,
    );
    this.agents.listNear(new Set(eye[1] < this.#quality.carM ? near : []));
    this.agents.mark(this.marked);
    void this.#looks.want(outsiders(this.tracks.agents()), nowMs);
    this.houses.update(map, this.deeds, eye, nowMs);
  }

  #hear(reply: WorkerReply, chooseHome: boolean): void {
    switch (reply.kind) {
      case "index": {
        this.#map = new CityMap(reply.index);
        this.#meshes = new CityMeshes(this.#materials, reply.index);
        this.root.add(this.#meshes.root);
        const limits = limitsOf(this.#map, this.rig.aspect);
        this.rig.setLimits(limits.home, limits.bounds);
        this.rig.jump(chooseHome ? limits.home : this.rig.view);
        this.#events.onIndex(this.#map);
        break;
      }
      case "plan":
        this.#map?.plans.set(reply.plan.index, reply.plan);
        this.#events.onProgress(reply.loaded, reply.total);
        break;
      case "district":
        this.#meshes?.addDistrict(reply.district, reply.skyline, reply.ranges, reply.ground);
        break;
      case "detail":
        this.#meshes?.addDetail(reply.neighborhood, reply.solid, reply.starts);
        break;
      case "fault":
        this.#events.onFault(reply.fault);
        break;
    }
  }

  /** Colours every building by whose it is, with what is known of the market; null: as they are. */
  showOwnership(layer: MarketStates | null): void {
    this.#layer = layer;
    for (const n of this.#map?.plans.keys() ?? []) this.#tint(n);
  }

  #tint(neighborhood: number): void {
    const plan = this.#map?.plans.get(neighborhood);
    if (!plan) return;
    const tints = tintsOf(this.deeds.of(neighborhood), plan.buildings.count, this.#layer);
    this.#meshes?.tint(neighborhood, tints);
  }

  #ask(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }
}

/** Those from outside, whose looks somebody may have chosen. */
function* outsiders(agents: Iterable<number>): Iterable<number> {
  for (const agent of agents) if (agent >= OUTSIDE_AGENT_BASE) yield agent;
}
