/// What one thread did.
public struct ThreadLog: Hashable, Sendable {
  /// How the thread's log ends.
  public enum End: UInt8, Sendable {
    /// Its last event is its exit.
    case exited = 0
    /// It was stopped while it waited or ran: by the verdict, a kill, or the end of the run.
    case stopped
    /// It never started.
    case neverStarted
  }

  /// Name of the actor, such as `worker[1]`.
  public var name: String
  /// Operating system's process id, 0 in a controlled run.
  public var processID: Int32
  /// Operating system's thread id, 0 in a controlled run.
  public var threadID: Int32
  /// A daemon need not finish.
  public var isDaemon: Bool
  /// How the log ends.
  public var end: End
  /// Events that were lost because the file was full, or overwritten in ring mode.
  public var lost: UInt64
  /// The events, by sequence.
  public var events: [Event]

  /// Makes a thread's log.
  public init(
    name: String, processID: Int32 = 0, threadID: Int32 = 0, isDaemon: Bool = false, end: End = .exited,
    lost: UInt64 = 0, events: [Event] = []
  ) {
    self.name = name
    self.processID = processID
    self.threadID = threadID
    self.isDaemon = isDaemon
    self.end = end
    self.lost = lost
    self.events = events
  }
}
