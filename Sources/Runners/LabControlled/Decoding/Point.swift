import LabLanguage
import LabTrace

/// How it is decided whether an actor can take its next step.
enum Gate: UInt8, BitwiseCopyable {
  case never
  case always
  /// A mutex without attributes, at a known place.
  case plainMutex
  /// One permit of a semaphore at a known place.
  case onePermit
  /// Everything else: see `ControlledProgram.canStep`.
  case special
}

/// The gate of a point and the record it asks, close together: `enabled` looks at nothing else mostly.
struct GateEntry: BitwiseCopyable {
  var gate: Gate
  var cell: Int32
}

/// A place where an actor waits for its turn: a visible instruction, ready to be executed.
///
/// All addresses are byte offsets into a state. An operand that is not negative is the offset of a register's
/// slot behind the actor's registers; a negative one is the complement of an index into the scratch registers
/// of the code, where its constants are.
struct Point: BitwiseCopyable {
  /// No operand.
  static let none = Int32.max

  var opcode: Opcode
  var gate = Gate.never
  var modifier: UInt8 = 0
  var attributes: UInt8 = 0
  var isTimed = false
  /// Whether the way to `direct` is progress.
  var isProgress = false
  var site = SiteID.unknown

  // The index of an array, and the arguments.
  var b = Point.none
  var c = Point.none
  var d = Point.none
  /// The cell, or the first of an array whose index is in `b`; the first actor of a group.
  var cell: Int32 = 0
  /// Cells of the array, actors of the group; 0 if there is no index to look at.
  var count: Int32 = 0
  var stride: Int32 = 0
  /// The next point, if no local work lies between; else -1.
  var direct: Int32 = -1
  /// Slot of the result at `direct`, -1 if it is dead there.
  var resultSlot: Int32 = -1
  /// Slots, by number, that are live here and not at `direct`.
  var kills: UInt64 = 0
  /// Index of the instruction, and of the one where local work goes on.
  var pc: Int32 = 0
  var resume: Int32 = 0

  /// The object's shape, or the group of a spawn or join, or the section.
  var object: Int32 = 0
  /// The number of the cell for accesses and effects.
  var number: Int32 = 0
  /// Registers of the results; -1 for none.
  var result: Int32 = -1
  var secondResult: Int32 = -1
  /// The registers that are live here: a range of the code's homes.
  var firstHome: Int32 = 0
  var homeCount: Int32 = 0
  /// What the local work behind the step may come to, for an alternative of 0 and for any other.
  var firstReach: Int32 = 0
  var otherReach: Int32 = 0
  /// Alternatives of a choice, number of a task, end of a region.
  var extra: Int32 = 0

  /// The mutex of a condition.
  var mutexCell: Int32 = 0
  var mutexNumber: Int32 = 0
  var mutexStride: Int32 = 0
  var mutexNumberStride: Int32 = 0
  var mutexAttributes: UInt8 = 0
  /// Static accesses of a region: a range of the code's region accesses.
  var firstAccess: Int32 = 0
  var accessCount: Int32 = 0
  var groupCount: Int32 = 0

  init(_ opcode: Opcode) { self.opcode = opcode }
}

/// The points that are no instructions: where an actor is before it starts, and after it ended.
enum LifePoint {
  static let notStarted = 0
  static let finished = 1
  static let killed = 2
  static let exited = 3
  static let count = 4
}

/// What the local work behind a step may come to.
struct Reach: Hashable {
  var mayEnd = false
  var mayCrash = false
  /// Fair locks that the actor may come to: cells by number.
  var arrivals: [UInt32] = []
}
