import { diamondHalfM } from "./agents/markers.ts";
import { eyeOf } from "./camera/camera-math.ts";
import type { CityWorld } from "./city-world.ts";
import type { Label } from "./labels.ts";
import type { SpeechLog } from "./speech-log.ts";

/** Farther away than this nobody's name or words can be told apart. */
const REACH_M = 420;
const SPEECH_HEIGHT_M = 2.1;
const NAME_HEIGHT_M = 2.2;
/** A name stands clear of a diamond by so many of its halves. */
const OVER_DIAMOND = 2.4;

/** What stands over bodies at the moment: the words of those who speak, the names of the others, over their diamonds. */
export function labelsOfBodies(
  { tracks, rig, simMs, marked }: Pick<CityWorld, "tracks" | "rig" | "simMs" | "marked">,
  speech: SpeechLog,
  nowMs: number,
): Label[] {
  const labels: Label[] = [];
  const eye = eyeOf(rig.view);
  const farM = (x: number, z: number) => Math.hypot(x - eye[0], eye[1], z - eye[2]);
  const speaking = new Set<number>();
  for (const [agent, text] of speech.shown(simMs, nowMs)) {
    const pose = tracks.pose(agent, simMs);
    if (!pose || farM(pose.xM, pose.zM) >= REACH_M) continue;
    speaking.add(agent);
    labels.push({ key: `s${agent}`, kind: "speech", text, point: [pose.xM, SPEECH_HEIGHT_M, pose.zM] });
  }
  for (const [agent, text] of tracks.names) {
    const pose = speaking.has(agent) ? null : tracks.pose(agent, simMs);
    if (!pose) continue;
    const far = farM(pose.xM, pose.zM);
    if (far >= REACH_M) continue;
    const heightM = NAME_HEIGHT_M + (marked.has(agent) ? OVER_DIAMOND * diamondHalfM(far) : 0);
    labels.push({ key: `n${agent}`, kind: "name", text, point: [pose.xM, heightM, pose.zM] });
  }
  return labels;
}
