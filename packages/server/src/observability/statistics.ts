/** What INFO stats counts, since the start or since CONFIG RESETSTAT. */
export class Statistics {
  commands = 0;
  inputBytes = 0;
  /** How often something was received, and handed to the system to be sent. */
  reads = 0;
  writes = 0;
  outputBytes = 0;
  inputReplicationBytes = 0;
  outputReplicationBytes = 0;
  fullSyncs = 0;
  partialSyncs = 0;
  partialSyncsRefused = 0;
  evictedClients = 0;
  queryBufferDisconnections = 0;
  outputBufferDisconnections = 0;
  peakMemory = 0;
  /** How many error replies began with each code. */
  readonly errors: Map<string, number> = new Map();

  countError(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  /** All error replies. */
  get errorReplies(): number {
    let sum = 0;
    for (const count of this.errors.values()) sum += count;
    return sum;
  }

  reset(): void {
    this.commands = 0;
    this.inputBytes = 0;
    this.reads = 0;
    this.writes = 0;
    this.outputBytes = 0;
    this.inputReplicationBytes = 0;
    this.outputReplicationBytes = 0;
    this.fullSyncs = 0;
    this.partialSyncs = 0;
    this.partialSyncsRefused = 0;
    this.evictedClients = 0;
    this.queryBufferDisconnections = 0;
    this.outputBufferDisconnections = 0;
    this.errors.clear();
  }
}
