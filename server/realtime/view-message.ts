import { z } from "zod";
import { LIMITS } from "../../city/limits.ts";
import type { CloseReason } from "../../city/protocol/codes.ts";
import { SOCKET_EVENTS, type ViewMessage } from "../../city/protocol/messages.ts";
import { err, ok, type Result } from "../../city/result.ts";

/** Neighborhood indices are 16 bits wide in the plan. */
const NEIGHBORHOOD_MAX = 0xffff;

const viewSchema = z.strictObject({
  rooms: z.array(z.tuple([z.int().min(0).max(NEIGHBORHOOD_MAX), z.int().min(-1)])),
});

/** Reads what a viewer sent: `view` is all it may say. The error's code is the reason its socket is closed for. */
export function parseEvent(event: unknown, args: readonly unknown[]): Result<ViewMessage, CloseReason> {
  const parsed = event === SOCKET_EVENTS.view && args.length === 1 ? viewSchema.safeParse(args[0]) : null;
  if (!parsed?.success) return err("bad_message", "viewers send view {rooms: [[neighborhood, haveTick], …]}");
  if (parsed.data.rooms.length > LIMITS.viewerRoomsMax) {
    return err("too_many_rooms", `at most ${LIMITS.viewerRoomsMax} neighborhoods at a time`);
  }
  return ok(parsed.data);
}
