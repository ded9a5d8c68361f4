import LabLanguage
import LabTrace

/// How it is decided whether an actor can take its next step, without a branch for nearly all steps.
///
/// A step is enabled if the four bytes at `cell`, masked, are zero (`wantsZero`) or not, and the bit of the actor
/// in the four bytes at `waiters`, masked, is zero. `isSpecial` asks `ControlledProgram.canStepAtOnce` instead.
struct Gate: BitwiseCopyable {
  var cell: Int32 = 0
  var mask: UInt32 = 0
  var waiters: Int32 = 0
  /// All bits, or none.
  var waiterMask: UInt32 = 0
  var wantsZero: UInt8
  var isSpecial: UInt8 = 0
  /// Whether the step may have other alternatives than 0.
  var hasAlternatives: UInt8 = 0

  /// Nothing is enabled where nobody is any more.
  static var never: Gate { Gate(wantsZero: 0) }
  static var always: Gate { Gate(wantsZero: 1) }
  static var special: Gate { Gate(wantsZero: 0, isSpecial: 1, hasAlternatives: 1) }

  /// A byte that must be zero, such as the owner of a mutex.
  static func zero(byteAt cell: Int32) -> Gate { Gate(cell: cell, mask: 0xFF, wantsZero: 1) }
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
  var isSpecial = false
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
