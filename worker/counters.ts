/** What a worker counts since it started. */
export interface Counters {
  ticks: number;
  lateTicks: number;
  replayedTicks: number;
  recoveries: number;
  engineFaults: number;
  staleCommits: number;
  audits: number;
  auditFailures: number;
  snapshots: number;
  snapshotFailures: number;
  messagesNotSent: number;
  recordingFailures: number;
}

export function createCounters(): Counters {
  return {
    ticks: 0,
    lateTicks: 0,
    replayedTicks: 0,
    recoveries: 0,
    engineFaults: 0,
    staleCommits: 0,
    audits: 0,
    auditFailures: 0,
    snapshots: 0,
    snapshotFailures: 0,
    messagesNotSent: 0,
    recordingFailures: 0,
  };
}
