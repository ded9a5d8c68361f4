/// Everything one run left: who took part, on what, where in the source, and what each thread did.
///
/// Both runners end in an `EventLog`; every analysis and every report starts from one.
public struct EventLog: Hashable, Sendable {
  /// What was run, and how.
  public var run: RunInfo
  /// One log per thread; index 0 is the lab itself.
  public var threads: [ThreadLog]
  /// The shared objects; `ObjectID` n is at index n - 1.
  public var objects: [ObjectInfo]
  /// The places in the source; index 0 is the unknown place.
  public var sites: [Site]
  /// Texts of marks, prints and failures.
  public var strings: [String]
  /// What is missing or was damaged, in sentences, for a trace that a killed process left.
  public var notes: [String]

  /// Makes a log.
  public init(
    run: RunInfo, threads: [ThreadLog] = [], objects: [ObjectInfo] = [], sites: [Site] = [],
    strings: [String] = [], notes: [String] = []
  ) {
    self.run = run
    self.threads = threads
    self.objects = objects
    self.sites = sites
    self.strings = strings
    self.notes = notes
  }
}

/// What was run, and how: enough to run it again without its source file.
public struct RunInfo: Hashable, Sendable {
  /// How the run was made.
  public enum Mode: UInt8, Sendable {
    case native = 0
    case controlled
    /// A program of the user's own that recorded itself.
    case recorded
  }

  /// Name of the scenario, or of the program.
  public var name: String
  /// Canonical text of the scenario, empty for a recorded program.
  public var scenario: String
  /// Parameters in force, in the order of the text.
  public var parameters: [Parameter]
  /// Command-line flags that change what a run may do, as given.
  public var flags: [String]
  /// Seed of every random choice.
  public var seed: UInt64
  /// How it was run.
  public var mode: Mode
  /// The schedule that was asked for or taken, empty if there is none.
  public var schedule: String

  /// A parameter and its value.
  public struct Parameter: Hashable, Sendable {
    /// Name in the scenario.
    public var name: String
    /// Value in this run.
    public var value: Int64

    /// Makes a parameter.
    public init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }

  /// Describes a run.
  public init(
    name: String, scenario: String = "", parameters: [Parameter] = [], flags: [String] = [], seed: UInt64 = 0,
    mode: Mode = .native, schedule: String = ""
  ) {
    self.name = name
    self.scenario = scenario
    self.parameters = parameters
    self.flags = flags
    self.seed = seed
    self.mode = mode
    self.schedule = schedule
  }
}

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

/// What is known of a shared object.
public struct ObjectInfo: Hashable, Sendable {
  /// Name with its index, such as `fork[2]`.
  public var name: String
  /// What it is.
  public var kind: ObjectKind
  /// Capacity of a buffer, parties of a barrier, limit of a section; 0 where it means nothing.
  public var capacity: Int64
  /// Initial value of a variable or semaphore.
  public var initial: Int64
  /// The mutex of a condition, or the declared guard of a variable.
  public var companion: ObjectID

  /// Describes an object.
  public init(
    name: String, kind: ObjectKind, capacity: Int64 = 0, initial: Int64 = 0, companion: ObjectID = .none
  ) {
    self.name = name
    self.kind = kind
    self.capacity = capacity
    self.initial = initial
    self.companion = companion
  }
}

/// The kinds of shared objects. The raw values are part of the trace format.
@frozen
public enum ObjectKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case variable = 1
  case atomic
  case mutex
  case rwlock
  case semaphore
  case condition
  case barrier
  case event
  case buffer
  case ring
  case pool
  case section
}
