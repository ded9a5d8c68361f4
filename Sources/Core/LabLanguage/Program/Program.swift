import LabTrace

/// A checked scenario with its parameters filled in: what both runners run.
///
/// Everything is numbered: a *cell* is one element of an object (`fork[2]`), a *group* is the actors of one
/// declaration. Cells are numbered through in order of declaration; sections follow behind them.
package struct Program: Hashable, Sendable {
  package var name: String
  /// Canonical text, as the formatter writes it.
  package var text: String
  package var metadata: Metadata
  package var parameters: [RunInfo.Parameter]
  package var objects: [ObjectDeclaration]
  package var sections: [Section]
  package var groups: [ActorGroup]
  package var actors: [Actor]
  package var codes: [Code]
  package var tasks: [Task]
  /// Messages, names of workloads.
  package var strings: [String]
  /// Nanoseconds.
  package var durations: [Int64]
  /// Index 0 is the unknown place.
  package var sites: [Site]
  package var expectations: [Expectation]
  package var native: NativeSettings

  /// Number of cells of all objects, sections not counted.
  package var cellCount: Int { objects.last.map { $0.firstCell + $0.count } ?? 0 }
}

package struct Metadata: Hashable, Sendable {
  package var title = ""
  package var teaches = ""
  package var story = ""
  package var hint = ""
  package var source = ""
  package var fixedBy: [String] = []
  package var fixes: [String] = []
  package var tags: [String] = []

  package init() {}
}

/// A declared object: one cell, or an array of them.
package struct ObjectDeclaration: Hashable, Sendable {
  package var name: String
  package var kind: ObjectKind
  package var sharing: Sharing
  package var isArray: Bool
  /// Number of cells.
  package var count: Int
  package var firstCell: Int
  /// Capacity of a buffer or ring, parties of a barrier, bound of a pool's queue (0: unbounded).
  package var capacity: Int64
  /// Initial values of variables, atomics, semaphores, events: one for each cell; empty for other kinds.
  package var initial: [Int64]
  package var attributes: Attributes
  /// Index of a condition's mutex.
  ///
  /// If that is an array, cell i of the condition belongs to cell i of the mutex.
  package var mutex: Int?
  /// Index of the lock that the author says guards the data.
  package var guardedBy: Int?
  /// Occurs in some `atomic { }`, or in an `await` over several cells: natively every access to it takes the hidden lock.
  package var isInRegion: Bool
  /// Workers of a pool: the group of actors.
  package var workers: Int?
  /// Whether the workers of a pool are processes.
  package var workersAreProcesses = false
  package var site: SiteID

  package struct Attributes: OptionSet, Hashable, Sendable {
    package var rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let recursive = Attributes(rawValue: 1)
    package static let errorcheck = Attributes(rawValue: 2)
    package static let robust = Attributes(rawValue: 4)
    package static let fair = Attributes(rawValue: 8)
    package static let manual = Attributes(rawValue: 16)
  }

  package init(
    name: String, kind: ObjectKind, sharing: Sharing = .local, isArray: Bool = false, count: Int = 1,
    firstCell: Int, capacity: Int64 = 0, initial: [Int64] = [], attributes: Attributes = [],
    mutex: Int? = nil,
    guardedBy: Int? = nil, isInRegion: Bool = false, workers: Int? = nil, site: SiteID = .unknown
  ) {
    self.name = name
    self.kind = kind
    self.sharing = sharing
    self.isArray = isArray
    self.count = count
    self.firstCell = firstCell
    self.capacity = capacity
    self.initial = initial
    self.attributes = attributes
    self.mutex = mutex
    self.guardedBy = guardedBy
    self.isInRegion = isInRegion
    self.workers = workers
    self.site = site
  }
}

/// A `section`: at most `limit` actors may be inside.
package struct Section: Hashable, Sendable {
  package var name: String
  package var limit: Int64

  package init(name: String, limit: Int64) {
    self.name = name
    self.limit = limit
  }
}

/// The actors of one declaration.
package struct ActorGroup: Hashable, Sendable {
  package var name: String
  package var firstActor: Int
  package var count: Int
  package var isArray: Bool

  package init(name: String, firstActor: Int, count: Int, isArray: Bool) {
    self.name = name
    self.firstActor = firstActor
    self.count = count
    self.isArray = isArray
  }
}

/// One thread or process of the scenario.
package struct Actor: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case thread
    case process
    case main
    case poolWorker
  }

  /// With its index: `worker[1]`.
  package var name: String
  package var group: Int
  /// Value of `self`.
  package var index: Int
  package var kind: Kind
  package var isDaemon: Bool
  /// Some actor spawns it, so it does not start by itself.
  package var isSpawned: Bool
  /// Index into `Program.codes`.
  package var code: Int
  package var site: SiteID

  package init(
    name: String, group: Int, index: Int, kind: Kind, isDaemon: Bool, isSpawned: Bool, code: Int, site: SiteID
  ) {
    self.name = name
    self.group = group
    self.index = index
    self.kind = kind
    self.isDaemon = isDaemon
    self.isSpawned = isSpawned
    self.code = code
    self.site = site
  }
}

/// A `task` that pools run: its body is expanded in every worker.
package struct Task: Hashable, Sendable {
  package var name: String
  package var parameterCount: Int

  package init(name: String, parameterCount: Int) {
    self.name = name
    self.parameterCount = parameterCount
  }
}

/// What a `native { }` block asks for.
package struct NativeSettings: Hashable, Sendable {
  package var runs: Int64?
  package var timeoutNanoseconds: Int64?

  package init() {}
}
