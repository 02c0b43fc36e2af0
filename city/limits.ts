/** Every bound in one place. The unit is in the name; the sentence says why the number is what it is. */
export const LIMITS = {
  /** A neighborhood cell is a square of this side: about what one camera view at street level needs. */
  neighborhoodCellCm: 30_000,
  /** Smallest and largest city the generator is tested for. */
  planBuildingsMin: 200,
  planBuildingsMax: 100_000,
  /** Street nodes of one neighborhood, and again its ghosts: a cell has about 40; reading costs their square. */
  planNeighborhoodNodesMax: 1_024,
  /** Parcels of one neighborhood: a cell of narrow houses has about 300. */
  planNeighborhoodParcelsMax: 4_096,
  /** MQTT: the customer's size limit; our publisher refuses more, since brokers drop silently. */
  messageBytesMax: 65_536,
  /** Broker: the customer's ceiling for connections. */
  brokerConnectionsMax: 50_000,
  /** Fixed header, topic and identifiers around a payload: what a whole MQTT packet may add to messageBytesMax. */
  brokerPacketOverheadBytesMax: 1_024,
  /** What the broker keeps unsent for one connection before messages that may be lost are: several ticks of a city. */
  brokerBacklogBytesMax: 1_048_576,
  /** A connection that takes nothing for this long is closed, so that its backlog is freed. */
  brokerDrainTimeoutMs: 10_000,
  /** A connection that has not said who it is by then is closed. */
  brokerConnectTimeoutMs: 5_000,
  /** Bus clients try again after this long, plus up to as much at random, so that they do not all come back at once. */
  busReconnectMs: 500,
  busReconnectJitterMs: 1_500,
  /** A dead broker is noticed after one and a half times this. */
  busKeepaliveSeconds: 15,
  /** Subscriptions of one process: it has a handful. */
  busSubscriptionsMax: 1_024,
  /** Vertices of one wire leg: what an agent's slot on the graphics card holds. Longer stretches are cut. */
  legVerticesMax: 16,
  /** Messages one keyframe or delta may be cut into: 16 carry some 80,000 stretches, far more than fit in one cell. */
  framePagesMax: 16,
  /** What is known ahead of one body in one neighborhood: a tick of driving crosses it in two or three cut legs. */
  wireItemsPerAgentMax: 64,
  /** Ticks between two keyframes of a neighborhood: bounds how much a late viewer must catch up. */
  keyframeEveryTicks: 12,
  /** Ticks between two frames of the recording that can be jumped to. */
  recordingKeyframeEveryTicks: 60,
  /** Wall days a recording is kept. */
  recordingDaysKept: 7,
  /** Ticks between two snapshots: bounds the replay after a crash. */
  snapshotEveryTicks: 120,
  /** Log, ledger and feed live in this many ring slots of this many ticks each (48 h online at a tick every 5 s). */
  ringSlots: 8,
  ringSlotTicks: 4_320,
  /** Waiting actions per agent: more is a client that does not read its results. */
  actionsWaitingMax: 4,
  /** Per agent and tick. */
  bodyActionsPerTickMax: 1,
  utterancesPerTickMax: 2,
  /** One accept statement carries at most this many actions; 8 times the throughput of one each. */
  acceptBatchMax: 256,
  /** Callers waiting for an accept beyond this are told to retry later, so that memory stays bounded. */
  acceptQueueMax: 4_096,
  speechCharsMax: 280,
  reasoningCharsMax: 2_000,
  agentNameCharsMax: 32,
  idempotencyKeyCharsMax: 200,
  requestBodyBytesMax: 65_536,
  requestHeaderBytesMax: 16_384,
  /** Connections to the web process's one port: viewers' sockets and agents' long polls together. */
  httpConnectionsMax: 20_000,
  /** Perception: how far an agent sees and hears, and how much of it is reported. */
  sightRadiusCm: 6_000,
  hearingRadiusCm: 2_500,
  whisperRadiusCm: 400,
  visibleAgentsMax: 32,
  visibleBuildingsMax: 16,
  messagesPerObservationMax: 32,
  resultsPerPollMax: 32,
  longPollSecondsMax: 25,
  /** Long polls one key may hold open at a time. */
  longPollsPerAgentMax: 4,
  /** Letters one district consumes in a tick; the rest wait for the next. */
  lettersPerTickMax: 1_024,
  actionsPerDistrictTickMax: 4_096,
  /** A district may be this many ticks behind before its neighbors keep agents at the border. */
  borderLagTicksMax: 30,
  /** A late district catches up at no more than this many times the pace of the clock. */
  catchUpFactorMax: 8,
  acquaintancesPerResidentMax: 8,
  /** Talks between residents in the open (two lines each) a district tells in a tick: more than a screen can show. */
  talksPerDistrictTickMax: 6,
  /** Next-hop fields kept, 5 bytes a street node each. */
  routeFieldsMax: 3_000,
  /** The same in bytes: fewer fields are kept in a very large city. */
  routeFieldBytesMax: 100_663_296,
  routeNodesMax: 1_024,
  /** Rooms one viewer may be in: the view of a large screen. */
  viewerRoomsMax: 400,
  viewerConnectionsPerAddressMax: 64,
  viewerMessageBytesMax: 16_384,
  /** A viewer with more than this many frames unsent gets a keyframe instead of the backlog. */
  viewerBacklogFramesMax: 2,
  /** Viewers of one web process: some 30 kB each. */
  viewerConnectionsMax: 10_000,
  /** A viewer says where it looks a few times a second while its camera moves. */
  viewerMessagesPerMinute: 600,
  viewerMessagesBurst: 60,
  /** A viewer that takes nothing for this long is disconnected. */
  viewerStalledMs: 30_000,
  /** A socket that has not joined by then is closed. */
  viewerConnectTimeoutMs: 5_000,
  /** Deltas of all districts that arrive within this time of the first go out as one message. */
  relayFlushMs: 50,
  /** How often stalled viewers are looked after. */
  relayTendMs: 1_000,
  /** Deltas kept after a keyframe, in keyframe intervals; more means that a keyframe was lost. */
  relayChainKeyframesMax: 2,
  /** A neighborhood's keyframe is asked for again only after this long: about the time a tick takes. */
  resyncEveryMs: 5_000,
  /** Resync requests of one web process: a city that comes back is asked for piece by piece. */
  resyncsPerMinute: 3_000,
  resyncsBurst: 400,
  feedEntriesPerTickMax: 64,
  feedPageMax: 100,
  inspectTimeoutMs: 1_000,
  /** Questions to workers under way at a time, and answers kept until the next tick. */
  inspectPendingMax: 256,
  inspectCacheMax: 1_024,
  /** One key's requests: the customer's rate, and what may come at once after a pause. */
  requestsPerMinute: 100,
  requestsBurst: 200,
  /** Requests without a key, by address: many people may share one. */
  publicRequestsPerMinute: 600,
  publicRequestsBurst: 600,
  /** Rate buckets in memory; a full bucket needs none, so only those in use count. */
  rateBucketsMax: 100_000,
  /** A revoked key is refused within this time: for so long an answer about a key is believed. */
  keyCacheMs: 1_000,
  keyCacheMax: 10_000,
  /** A key's last use is written down at most this often: a row version a minute, not one a request. */
  keyTouchEveryMs: 60_000,
  /** Latest observations held in the web process, a few KB each. */
  observationsHeldMax: 20_000,
  /** Results given to an agent that does not say what it has seen. */
  resultsWithoutCursor: 8,
  /** Depth of a JSON body: what the protocol needs is 4. */
  jsonDepthMax: 16,
  /** Accept statements under way at a time: a second one hides the disk's latency, more only queue up in the database. */
  acceptLanes: 2,
} as const;
