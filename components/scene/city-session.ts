import { timeOfDay } from "#components/net/city-clock.ts";
import { fetchFeed, inspect } from "#components/net/inspect.ts";
import { readUrlState, writeUrlState } from "#components/net/url-state.ts";
import { mergeFeed, useCity } from "#components/stores/city-store.ts";
import { labelsOfBodies } from "./body-labels.ts";
import { eyeOf, projected, rayThrough, type Vec3 } from "./camera/camera-math.ts";
import { agentId, buildingId, numberOf, type PlaceName } from "./city-map.ts";
import { mountScene } from "./city-scene.tsx";
import { CityWorld } from "./city-world.ts";
import { type Label, Labels } from "./labels.ts";
import { describeNearby } from "./nearby.ts";
import type { MarketStates } from "./ownership.ts";
import { pickAgent, pickBuilding } from "./pick/pick.ts";
import type { Quality } from "./quality.ts";
import { signsNear } from "./signs.ts";
import { SpeechLog } from "./speech-log.ts";
import { exposeTestHandle, type TestHandle, testHandleOf } from "./test-handle.ts";
import { uniforms } from "./uniforms.ts";

const HUD_PAUSE_MS = 500;
const NEARBY_PAUSE_MS = 2_000;
const URL_PAUSE_MS = 700;
/** From so far one looks at somebody one has come to see, metres. */
const MEETING_M = 90;
const PICK_TOLERANCE_M = 1.1;
const PICK_TOLERANCE_PX = 9;

type Selection =
  | { readonly kind: "agent"; readonly agent: number }
  | { readonly kind: "building"; readonly building: number };

/** One visit to the city: joins the world with the page around it. Panels call its methods; it writes the store. */
export class CitySession {
  readonly #canvas: HTMLCanvasElement;
  readonly #world: CityWorld;
  readonly #labels: Labels;
  readonly #speech = new SpeechLog();
  readonly #abort = new AbortController();
  readonly #undo: (() => void)[] = [];
  #selection: Selection | null = null;
  #own: ReadonlySet<number> = new Set();
  #hudAtMs = Number.NEGATIVE_INFINITY;
  #nearbyAtMs = Number.NEGATIVE_INFINITY;
  #signs: readonly Label[] = [];
  #urlAtMs = 0;
  #url = "";
  /** A selection from the address that waits for its neighborhood. */
  #arriving: string | null;
  /** Whether the address says nothing of where to look: then whoever it names is gone to. */
  readonly #unplaced: boolean;
  /** Somebody who is followed as soon as they are seen. */
  #meeting: string | null = null;

  constructor(canvas: HTMLCanvasElement, labels: HTMLElement, quality: Quality, still: boolean) {
    this.#canvas = canvas;
    this.#labels = new Labels(labels);
    const url = readUrlState(window.location.search);
    this.#arriving = url.selected;
    this.#unplaced = url.view === null;
    this.#world = new CityWorld(
      canvas,
      url.view,
      quality,
      still,
      {
        onClick: (x, y) => this.select(this.#pick(x, y)),
        onTaken: () => {
          this.#meeting = null;
          useCity.setState({ following: false });
        },
      },
      {
        onProgress: (loaded, total) =>
          useCity.setState({
            phase: loaded < total ? { kind: "loading", loaded, total } : { kind: "ready" },
          }),
        onFault: (fault) => useCity.setState({ phase: { kind: "fault", fault } }),
        onIndex: (map) => useCity.setState({ cityName: map.index.cityName }),
        onCity: (city) =>
          useCity.setState({ population: city.population + city.outsideAgents, cityName: city.cityName }),
        onFeed: (entries) => {
          if (!useCity.getState().feedPaused) useCity.setState((s) => ({ feed: mergeFeed(s.feed, entries) }));
        },
        onSpeech: (speech) => this.#speech.hear(speech, this.#world.simMs),
      },
    );
    this.#world.onFrame = (nowMs) => this.#frame(nowMs);
    const { signal } = this.#abort;
    window.addEventListener("keydown", (event) => this.#key(event), { signal });
    canvas.addEventListener(
      "webglcontextlost",
      (event) => {
        event.preventDefault();
        useCity.setState({ phase: { kind: "fault", fault: "lost_context" } });
      },
      { signal },
    );
    this.#undo.push(exposeTestHandle(this.#handle()));
  }

  /** Starts drawing. */
  async start(quality: Quality): Promise<void> {
    const undo = await mountScene(this.#canvas, this.#world, quality);
    this.#undo.push(undo);
    await this.loadFeed();
  }

  dispose(): void {
    this.#abort.abort();
    for (const undo of this.#undo) undo();
    this.#world.dispose();
    this.#labels.dispose();
  }

  /** Selects by id, or nothing. */
  select(id: string | null): void {
    this.#arriving = null;
    this.#meeting = null;
    // The panel goes, and with it the button that had the focus.
    if (id === null && document.activeElement?.closest("aside")) this.#canvas.focus();
    const agent = id ? numberOf("agt", id) : null;
    const building = id ? numberOf("bld", id) : null;
    this.#selection =
      agent !== null ? { kind: "agent", agent } : building !== null ? { kind: "building", building } : null;
    this.#mark();
    useCity.setState({ selected: this.#selection ? id : null, selectedInside: null, following: false });
    this.#urlAtMs = 0;
  }

  /** An id of a place in words. */
  nameOf(id: string): PlaceName {
    return this.#world.map?.nameOf(id) ?? { name: id, use: null };
  }

  /** Selects and flies there. `known` is where it was last known to be, in metres: whoever is indoors is not drawn. */
  visit(id: string, known: { readonly x: number; readonly z: number } | null = null): void {
    this.select(id);
    const drawn = this.#placeOf(id);
    const at = drawn ? { x: drawn[0], z: drawn[2] } : known;
    if (at) this.flyTo(at.x, at.z, id.startsWith("agt_") ? 70 : 190);
  }

  follow(on: boolean): void {
    const { selected } = useCity.getState();
    const following = on && (selected?.startsWith("agt_") ?? false);
    useCity.setState({ following });
    const at = following && selected ? (this.#placeOf(selected) ?? this.#houseOfSelected()) : null;
    if (at)
      this.#world.rig.fly({
        xM: at[0],
        zM: at[2],
        distanceM: Math.min(this.#world.rig.view.distanceM, 90),
        pitch: 66,
      });
  }

  flyTo(xM: number, zM: number, distanceM = 220): void {
    useCity.setState({ following: false });
    this.#world.rig.fly({ xM, zM, distanceM: Math.min(distanceM, this.#world.rig.view.distanceM) });
  }

  zoom(factor: number): void {
    this.#world.rig.zoom(factor);
  }

  turn(bearing: number, pitch: number): void {
    this.#world.rig.turn(bearing, pitch);
  }

  faceNorth(): void {
    this.#world.rig.fly({ bearing: 0 });
  }

  home(): void {
    this.#world.rig.flyHome();
  }

  /** Puts a diamond over the viewer's own agents, besides whoever is selected. */
  markOwn(ids: readonly string[]): void {
    this.#own = new Set(ids.flatMap((id) => numberOf("agt", id) ?? []));
    this.#mark();
  }

  #mark(): void {
    const chosen = this.#selection;
    this.#world.marked = chosen?.kind === "agent" ? new Set([...this.#own, chosen.agent]) : this.#own;
  }

  /** Colours all buildings by whose they are, or (null) as they are. */
  showOwnership(market: MarketStates | null): void {
    this.#world.showOwnership(market);
  }

  /** Reads the newest page of the feed, for what was missed. */
  async loadFeed(): Promise<void> {
    const page = await fetchFeed(null, 50);
    if (page) useCity.setState((s) => ({ feed: mergeFeed(s.feed, page.entries) }));
  }

  #frame(nowMs: number): void {
    this.#followSelection();
    this.#showLabels(nowMs);
    if (nowMs - this.#hudAtMs > HUD_PAUSE_MS) {
      this.#hudAtMs = nowMs;
      this.#arrive();
      this.#writeHud();
      this.#writeUrl(nowMs);
      this.#readSigns();
    }
    if (nowMs - this.#nearbyAtMs > NEARBY_PAUSE_MS) {
      this.#nearbyAtMs = nowMs;
      const { map } = this.#world;
      if (map)
        useCity.setState(describeNearby(map, this.#world.tracks, this.#world.rig.view, this.#world.simMs));
    }
  }

  #arrive(): void {
    const id = this.#arriving;
    if (!id || !this.#world.map) return;
    const agent = id.startsWith("agt_");
    // Somebody indoors has no place in the picture, but has a panel.
    if (agent || this.#placeOf(id)) this.select(id);
    if (agent && this.#unplaced) void this.#meet(id);
  }

  /** Goes to where somebody is, and follows them once they are in the open. */
  async #meet(id: string): Promise<void> {
    this.#meeting = id;
    const reply = await inspect(id, this.#abort.signal);
    if (this.#meeting !== id || !reply.ok || reply.value.kind !== "agent") return;
    this.flyTo(reply.value.point.x, reply.value.point.z, MEETING_M);
  }

  #followSelection(): void {
    const { marker, rig, tracks } = this.#world;
    const chosen = this.#selection;
    uniforms.uSelected.value = chosen?.kind === "agent" ? tracks.slots.slotOf(chosen.agent) : -1;
    if (chosen?.kind === "agent") {
      const pose = tracks.pose(chosen.agent, this.#world.simMs);
      if (!pose) {
        this.#followIndoors();
        return;
      }
      if (this.#meeting !== null) {
        this.#meeting = null;
        this.follow(true);
      }
      if (useCity.getState().following) rig.keepOn(pose.xM, pose.zM);
      const eye = eyeOf(rig.view);
      marker.onAgent(pose.xM, pose.zM, Math.hypot(pose.xM - eye[0], eye[1], pose.zM - eye[2]));
      return;
    }
    const place = chosen ? this.#world.map?.building(chosen.building) : null;
    if (place) marker.onBuilding(place.table, place.at);
    else marker.hide();
  }

  /** Whoever is indoors is not drawn: the building they are in stands for them. */
  #followIndoors(): void {
    const { marker, rig, map } = this.#world;
    const { selectedInside, following } = useCity.getState();
    const place = map?.building(numberOf("bld", selectedInside ?? "") ?? -1);
    if (place) marker.onBuilding(place.table, place.at);
    else marker.hide();
    const at = this.#houseOfSelected();
    if (following && at) rig.keepOn(at[0], at[2]);
  }

  /** The middle of the building that the selected agent is in. */
  #houseOfSelected(): Vec3 | null {
    const { selectedInside } = useCity.getState();
    return selectedInside === null ? null : this.#placeOf(selectedInside);
  }

  #showLabels(nowMs: number): void {
    const labels = [...labelsOfBodies(this.#world, this.#speech, nowMs), ...this.#signs];
    this.#labels.show(labels, (point) => this.#toPixels(point));
  }

  #readSigns(): void {
    const { map, deeds, rig } = this.#world;
    this.#signs = map ? signsNear(map, deeds, rig.view.xM, rig.view.zM, eyeOf(rig.view)[1]) : [];
  }

  #writeHud(): void {
    const { stream, rig, simMs } = this.#world;
    const state = stream.clock.state;
    const time = state ? timeOfDay(simMs) : null;
    const known = useCity.getState();
    const night = uniforms.uNight.value > 0.5;
    const same =
      known.clock &&
      time &&
      known.clock.minute === time.minute &&
      known.clock.hour === time.hour &&
      known.clock.night === night;
    const fresh = stream.freshness();
    useCity.setState({
      ...(time && !same ? { clock: { ...time, night } } : {}),
      ...(state !== known.calendar ? { calendar: state } : {}),
      ...(JSON.stringify(fresh) !== JSON.stringify(known.freshness) ? { freshness: fresh } : {}),
      bearing: Math.round(rig.view.bearing),
      distanceM: Math.round(rig.view.distanceM),
    });
  }

  #writeUrl(nowMs: number): void {
    if (!this.#world.map || nowMs - this.#urlAtMs < URL_PAUSE_MS) return;
    const next = writeUrlState(
      window.location.search,
      this.#world.rig.view,
      this.#arriving ?? useCity.getState().selected,
    );
    if (next === this.#url) return;
    this.#urlAtMs = nowMs;
    this.#url = next;
    window.history.replaceState(window.history.state, "", next);
  }

  #key(event: KeyboardEvent): void {
    const target = event.target;
    const typing =
      target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === "Escape") {
      if (useCity.getState().helpOpen) useCity.setState({ helpOpen: false });
      else this.select(null);
    } else if (event.key === "f") this.follow(!useCity.getState().following);
    else if (event.key === "?") useCity.setState((s) => ({ helpOpen: !s.helpOpen }));
    else if (target instanceof HTMLElement && target.closest("aside, dialog")) return;
    else if (!this.#world.rig.key(event)) return;
    event.preventDefault();
  }

  /** Id of what lies under a point of the screen (-1..1). */
  #pick(x: number, y: number): string | null {
    const { rig, map, tracks, simMs } = this.#world;
    if (!map) return null;
    const ray = { origin: eyeOf(rig.view), direction: rayThrough(rig.view, x, y, rig.aspect) };
    const perPixel = 0.77 / Math.max(1, this.#canvas.clientHeight);
    const bodies = function* () {
      for (const agent of tracks.agents()) {
        const pose = tracks.pose(agent, simMs);
        if (pose) yield [agent, pose.xM, pose.zM] as const;
      }
    };
    const body = pickAgent(bodies(), ray, PICK_TOLERANCE_M, PICK_TOLERANCE_PX * perPixel);
    const house = pickBuilding(map.index, map.plans, ray);
    if (body && (!house || body.distanceM < house.distanceM + 2)) return agentId(body.agent);
    return house ? buildingId(house.building) : null;
  }

  #placeOf(id: string): Vec3 | null {
    const agent = numberOf("agt", id);
    if (agent !== null) {
      const pose = this.#world.tracks.pose(agent, this.#world.simMs);
      return pose ? [pose.xM, 0.9, pose.zM] : null;
    }
    const place = this.#world.map?.building(numberOf("bld", id) ?? -1);
    if (!place) return null;
    const { table, at } = place;
    return [
      (table.centreXCm[at] ?? 0) / 100,
      (table.heightCm[at] ?? 0) / 200,
      (table.centreZCm[at] ?? 0) / 100,
    ];
  }

  #toPixels(point: Vec3): readonly [number, number] | null {
    const at = projected(this.#world.rig.view, point, this.#world.rig.aspect);
    if (!at || Math.abs(at[0]) > 1.05 || Math.abs(at[1]) > 1.05) return null;
    return [((at[0] + 1) / 2) * this.#canvas.clientWidth, ((1 - at[1]) / 2) * this.#canvas.clientHeight];
  }

  #handle(): TestHandle {
    return testHandleOf(this.#world, {
      pick: (x, y) =>
        this.#pick((x / this.#canvas.clientWidth) * 2 - 1, 1 - (y / this.#canvas.clientHeight) * 2),
      project: (id) => {
        const at = this.#placeOf(id);
        const pixels = at ? this.#toPixels(at) : null;
        return pixels ? { x: pixels[0], y: pixels[1] } : null;
      },
    });
  }
}
