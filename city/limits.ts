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
  /** One websocket frame to the broker: browsers join packets that they send at once, two of the largest at most. */
  brokerFrameBytesMax: 133_120,
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
  /** Orders of one person without a result, those under way included: they concern many parcels and agents. */
  personOrdersWaitingMax: 32,
  /** Orders of one person City Hall takes in a tick: the others wait. */
  personOrdersPerTickMax: 8,
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
  /** What is written over a door, and on the sign beside it. */
  deedTitleCharsMax: 48,
  deedSignCharsMax: 120,
  /** One sum of money in an action: ten million credits. */
  amountCentsMax: 1_000_000_000,
  /** Simulated hours an offer stands, and days a lease is made for. */
  offerHoursMax: 720,
  leaseDaysMax: 360,
  /** Ticks an agent's purse has to pay before tax is arrears or a lease ends: one, and some for late districts. A day has 24 at least. */
  dunTicksMax: 6,
  /** Parcels, lines of a history or of a statement on one page, and orders listed at once. */
  parcelPageMax: 100,
  historyPageMax: 100,
  statementPageMax: 100,
  ordersListedMax: 100,
  /** Lines of a statement in one file: two weeks of a busy purse. */
  statementExportMax: 5_000,
  /** A picture for a building: what a phone takes, and what it is made into. More pixels are not decoded. */
  imageBytesMax: 4_194_304,
  imagePixelsMax: 40_000_000,
  imageSideMax: 12_000,
  imageKeptSidePx: 1_024,
  /** Pictures waiting to be decoded, one at a time: each takes up to 160 MB and a core. */
  imagesWaitingMax: 16,
  imageSecondsMax: 10,
  /** Looks of agents and pictures of buildings that are asked for at once; an id has 11 characters. */
  appearancesPerRequestMax: 100,
  /** For so long an answer about them is believed, and so many are kept: a crowd of viewers asks for the same ones. */
  appearanceCacheMs: 10_000,
  appearancesHeldMax: 50_000,
  /** Pictures on buildings that a viewer draws at a time, nearest first: each is a texture of up to 5.6 MB and a draw call. */
  picturesDrawnMax: 6,
  /** Fronts of dressed buildings that a viewer draws at a time: they are one draw call. */
  frontsDrawnMax: 96,
  /** Parcels of its own that an agent is told of. */
  deedsPerObservationMax: 16,
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
  viewerStalledMs: 20_000,
  /** A socket that has not joined by then is closed. */
  viewerConnectTimeoutMs: 5_000,
  /** Who is sent away may come back after this long, later when every place was taken. */
  viewerRetryMs: 1_000,
  viewerRetryFullMs: 30_000,
  /** They come back spread over this long for each of them: a process takes in a few hundred a second with ease. */
  viewerRetrySpreadMsPerViewer: 3,
  viewerRetrySpreadMsMax: 30_000,
  /** Deltas of all districts that arrive within this time of the first go out as one message. */
  relayFlushMs: 50,
  /** Viewers are served in slots one after another: a sixteenth of 10,000 takes some 7 ms. */
  relaySlotsMax: 16,
  /** A slot takes in so many before there is another: they take some 5 ms, and smaller slots cost more for each viewer. */
  relaySlotViewersMin: 512,
  /** The last slot is served this long after the first: what is announced must be there when it is drawn, a second later. */
  relaySpreadMsMax: 250,
  relaySpreadTickShareMax: 0.25,
  /** What viewers who must catch up are sent in all, and at once after a pause: thousands who come back do not hold up the rest. */
  relayCatchUpBytesPerSecond: 33_554_432,
  relayCatchUpBurstBytesMax: 8_388_608,
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
  /** Entries of one feed message: one has 4.3 KB at most (its words twice, each character written in six), and a message 64. */
  feedEntriesPerMessageMax: 12,
  /** Ticks that a district's debug record looks back on: a sparkline's width, and two minutes at a tick every five seconds. */
  debugTicksKept: 24,
  /** Closed borders that a debug record names: a district has some ten neighbors. */
  debugBordersMax: 64,
  /** A debug record, which holds a few KB; a larger one is not sent. */
  debugRecordBytesMax: 8_192,
  /** Districts whose records the web process keeps: four times those of the largest city. */
  debugDistrictsMax: 1_024,
  /** All who look at the debug page share one look into the database for so long. */
  debugReadEveryMs: 1_000,
  feedPageMax: 100,
  /** Lines of the feed in one RSS or JSON document: what a reader shows at once. */
  syndicationItems: 50,
  /** Webhooks of one person, and characters of an address. */
  webhooksPerPersonMax: 10,
  webhookUrlCharsMax: 500,
  /** Webhooks that one pass makes messages for, and ticks of each district that it looks at: a pass stays a few ms. */
  webhooksPerPass: 32,
  webhookTicksPerPass: 60,
  /** Messages waiting for one webhook: beyond it the feed itself is the queue, and nothing is lost. */
  webhookWaitingMax: 1_000,
  /** Finished deliveries of one webhook that are kept to look at. */
  webhookDeliveriesKept: 500,
  webhookDeliveriesPageMax: 50,
  /** Deliveries of one process under way at a time, and of one webhook: a slow receiver holds up nobody else. */
  webhookInFlightMax: 16,
  webhookInFlightPerHookMax: 2,
  /** One attempt, from the look-up of the name to the end of the answer; a claim outlives it. */
  webhookAttemptMs: 5_000,
  webhookClaimMs: 30_000,
  /** Of an answer so much is read. */
  webhookAnswerBytesMax: 65_536,
  webhookRedirectsMax: 3,
  /** Attempts for one message: the last comes about a day after the first. */
  webhookAttemptsMax: 10,
  webhookBackoffMs: 5_000,
  webhookBackoffMsMax: 21_600_000,
  /** A receiver that fails again and again is left alone for so long between attempts, whatever the message. */
  webhookPauseMs: 1_000,
  webhookPauseMsMax: 300_000,
  /** After so many failed attempts in a row, about an hour and a half at least, a webhook is switched off. */
  webhookFailuresMax: 25,
  /** After a rotation messages are signed with both secrets for a day. */
  webhookOldSecretSeconds: 86_400,
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
  /** What people write about an agent: enough to be somebody, little enough for every prompt. */
  personaCharsMax: 2_000,
  goalsCharsMax: 1_000,
  /** The program of a code agent: a long file, and yet a fraction of a request's body. */
  programCharsMax: 32_768,
  /** Longest names of models, addresses and keys that providers use, with room. */
  modelNameCharsMax: 100,
  modelAddressCharsMax: 200,
  providerKeyCharsMax: 400,
  /** Agents that a person has begun and not finished. */
  draftsPerPersonMax: 20,
  agentActionsPageMax: 50,
  /** More than the largest plan has room for, retired ones included. */
  ownAgentsListedMax: 400,
  /** Last results that health looks at: one refusal is bad luck, all of them are not. */
  healthResultsMax: 8,
  /** A passport is a profile and what goes with it: its largest part is the program. */
  passportBytesMax: 60_000,
  keyNameCharsMax: 40,
  keyDaysMax: 730,
  /** After a rotation the old key works on for at most a week. */
  keyOverlapMinutesMax: 10_080,
  /** Usable keys of an agent that nobody's plan rules. */
  keysPerAgentMax: 10,
  /** Keys listed, used up ones included, newest first. */
  keysListedMax: 100,
  /** Open connections are asked for their keys this often, in case that the bus lost a revocation. */
  keyWatchMs: 1_000,
  /** Reports of leaked keys from one address: a scanner finds a handful, a guesser would need thousands of years. */
  leakReportsPerMinute: 10,
  leakReportsBurst: 20,
  /** Latest observations held in the web process, a few KB each. */
  observationsHeldMax: 20_000,
  /** An ended session is refused within this time: for so long an answer about a session is believed. */
  sessionCacheMs: 1_000,
  sessionCacheMax: 10_000,
  /** A session's last use is written down at most this often. */
  sessionTouchEveryMs: 60_000,
  /** Sessions end a week after their last use and a month after they began; those of people who can do much, sooner. */
  sessionIdleSeconds: 604_800,
  sessionSeconds: 2_592_000,
  staffSessionIdleSeconds: 3_600,
  staffSessionSeconds: 43_200,
  /** Browsers one person uses at a time, and programs; a further one ends the oldest session of its kind. */
  sessionsPerPersonMax: 20,
  /** What a program shows with each request lives so long; then it asks for the next. */
  accessTokenSeconds: 600,
  /** What a program calls itself in the list of sessions. */
  programNameCharsMax: 60,
  /** For so long a password that was given again allows what is dangerous. */
  proofSeconds: 600,
  /** Long enough to be hard to guess, and an upper bound that costs the hash nothing; nothing is ever cut off. */
  passwordCharsMin: 8,
  passwordCharsMax: 256,
  emailCharsMax: 254,
  personNameCharsMax: 60,
  /** Passwords hashed at a time, and waiting for it: each takes 19 MiB and some 30 ms of a core. */
  passwordHashesMax: 2,
  passwordHashQueueMax: 64,
  /** Links sent by mail. */
  verifyLinkSeconds: 86_400,
  resetLinkSeconds: 3_600,
  /** Wrong passwords of one address for one account before that pair waits, and how long it waits. */
  wrongPasswordsPerPairMax: 5,
  wrongPasswordsPairSeconds: 900,
  /** When an account is attacked from many addresses, each address has only so many tries left. */
  wrongPasswordsPerAccountMax: 100,
  wrongPasswordsAccountSeconds: 3_600,
  wrongPasswordsPerPairAttackedMax: 2,
  /** Wrong passwords of one address for whatever accounts. */
  wrongPasswordsPerAddressMax: 60,
  wrongPasswordsAddressSeconds: 900,
  /** Second factors: a code of six digits is guessed once in 60,000 times with so many tries in this time. */
  wrongCodesMax: 5,
  wrongCodesSeconds: 900,
  /** The same from whatever addresses: who knows the password and has a botnet gets no further. */
  wrongCodesPerAccountMax: 50,
  wrongCodesAccountSeconds: 3_600,
  /** Accounts made, and mails asked for, by one address in an hour. */
  signUpsPerAddressMax: 60,
  mailsPerAddressMax: 60,
  /** Mails to one recipient in an hour: nobody's mailbox can be flooded through us. */
  mailsPerRecipientMax: 5,
  mailLimitSeconds: 3_600,
  /** Mails waiting to be sent; more means that the mail server is gone. */
  mailQueueMax: 1_000,
  mailAttemptsMax: 3,
  mailRetryMs: 2_000,
  outboxMailsShownMax: 50,
  backupCodes: 10,
  /** Rows of one kind in the data of a person that is handed out. */
  exportRowsMax: 10_000,
  adminPageMax: 50,
  /** Results given to an agent that does not say what it has seen. */
  resultsWithoutCursor: 8,
  /** Depth of a JSON body: what the protocol needs is 4. */
  jsonDepthMax: 16,
  /** Accept statements under way at a time: a second one hides the disk's latency, more only queue up in the database. */
  acceptLanes: 2,
} as const;
