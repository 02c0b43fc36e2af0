"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { Socket } from "socket.io-client";
import { type ByeMessage, type FeedEntry, SOCKET_EVENTS } from "#city/protocol/messages.ts";
import { reconnectDelayMs } from "./reconnect.ts";

interface FeedStreamEvents {
  readonly onEntries: (entries: readonly FeedEntry[]) => void;
  /** The connection is back: what was told meanwhile is missing. */
  readonly onGap: () => void;
}

/** Lines of the feed as the relay tells them, for pages without the city's picture. True while connected. */
export function useFeedStream(isOn: boolean, events: FeedStreamEvents): boolean {
  const [connected, setConnected] = useState(false);
  const onEntries = useEffectEvent(events.onEntries);
  const onGap = useEffectEvent(events.onGap);
  useEffect(() => {
    if (!isOn) return;
    let socket: Socket | null = null;
    let returning: number | undefined;
    let closed = false;
    let failures = 0;
    let wasConnected = false;
    const comeBackIn = (delayMs: number) => {
      returning ??= window.setTimeout(() => {
        returning = undefined;
        socket?.connect();
      }, delayMs);
    };
    const open = async () => {
      const { io } = await import("socket.io-client");
      if (closed) return;
      socket = io({ transports: ["websocket"], reconnection: false });
      socket.on("connect", () => {
        failures = 0;
        setConnected(true);
        if (wasConnected) onGap();
        wasConnected = true;
      });
      socket.on("disconnect", () => {
        setConnected(false);
        comeBackIn(reconnectDelayMs(0, Math.random()));
      });
      socket.on("connect_error", () => comeBackIn(reconnectDelayMs(++failures, Math.random())));
      socket.on(SOCKET_EVENTS.bye, ({ retryAfterMs }: ByeMessage) => comeBackIn(retryAfterMs));
      socket.on(SOCKET_EVENTS.feed, (entries: FeedEntry[]) => onEntries(entries));
    };
    // Without the library's file there is no live list; reading the page again still works.
    open().catch(() => setConnected(false));
    return () => {
      closed = true;
      window.clearTimeout(returning);
      socket?.disconnect();
      setConnected(false);
    };
  }, [isOn]);
  return connected;
}
