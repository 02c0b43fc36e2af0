import type { NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import { buildDetail, buildDistrict } from "./build.ts";
import type { WorkerReply, WorkerRequest } from "./messages.ts";
import { fetchIndex, fetchNeighborhood, PlanFault } from "./plan-source.ts";

/** Neighborhood files fetched at a time: enough to hide the way to the server. */
const FETCHES_MAX = 6;

const plans = new Map<number, NeighborhoodPlan>();
let index: PlanIndex | null = null;
let trees = true;
let wanted: number[] = [];
let working = false;

function post(reply: WorkerReply, transfer: readonly ArrayBufferLike[] = []): void {
  self.postMessage(reply, { transfer: [...transfer] });
}

function buffersOf(data: object): ArrayBufferLike[] {
  return Object.values(data).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []));
}

/** Neighborhoods in the order of their distance from a place. */
function nearestFirst(plan: PlanIndex, at: { readonly xM: number; readonly zM: number } | null): number[] {
  const x = at ? at.xM * 100 : plan.widthCm / 2;
  const z = at ? at.zM * 100 : plan.depthCm / 2;
  const far = plan.neighborhoods.map((n) => Math.hypot(n.originXCm + 15_000 - x, n.originZCm + 15_000 - z));
  return plan.neighborhoods.map((n) => n.index).sort((a, b) => (far[a] ?? 0) - (far[b] ?? 0) || a - b);
}

async function start(at: { readonly xM: number; readonly zM: number } | null): Promise<void> {
  const current = await fetchIndex();
  index = current.index;
  post({ kind: "index", hash: current.hash, index });
  const queue = nearestFirst(index, at);
  const total = queue.length;
  const left = new Map(index.districts.map((district) => [district.index, district.neighborhoods.length]));
  const fetchNext = async (): Promise<void> => {
    for (let n = queue.shift(); n !== undefined; n = queue.shift()) {
      const plan = await fetchNeighborhood(current.hash, current.index, n);
      plans.set(n, plan);
      post({ kind: "plan", plan, loaded: plans.size, total });
      const district = current.index.neighborhoods[n]?.district ?? 0;
      const remaining = (left.get(district) ?? 1) - 1;
      left.set(district, remaining);
      if (remaining === 0) postDistrict(current.index, district);
      void work();
    }
  };
  await Promise.all(Array.from({ length: FETCHES_MAX }, fetchNext));
}

function postDistrict(plan: PlanIndex, district: number): void {
  const members = plan.districts.find((known) => known.index === district)?.neighborhoods ?? [];
  const built = buildDistrict(
    plan,
    members.flatMap((n) => plans.get(n) ?? []),
  );
  post({ kind: "district", district, ...built }, [...buffersOf(built.skyline), ...buffersOf(built.ground)]);
}

/** Builds what is wanted one at a time, yielding in between so that a changed wish is heard. */
async function work(): Promise<void> {
  if (working || !index) return;
  working = true;
  for (;;) {
    const at = wanted.findIndex((n) => plans.has(n));
    const plan = at < 0 ? undefined : plans.get(wanted[at] ?? -1);
    if (!plan) break;
    wanted.splice(at, 1);
    const { solid, starts } = buildDetail(index, plan, trees);
    post({ kind: "detail", neighborhood: plan.index, solid, starts }, buffersOf(solid));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  working = false;
}

self.addEventListener("message", (event: MessageEvent<WorkerRequest>) => {
  const request = event.data;
  if (request.kind === "detail") {
    wanted = [...request.neighborhoods];
    void work();
    return;
  }
  trees = request.trees;
  start(request.at).catch((fault: unknown) => {
    post({ kind: "fault", fault: fault instanceof PlanFault ? fault.fault : "unreachable" });
  });
});
