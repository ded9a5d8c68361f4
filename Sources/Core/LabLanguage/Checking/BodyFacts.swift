/// What the body of an actor or routine does, noted while it is checked, for the rules that look across bodies.
struct BodyFacts {
  struct Use {
    var object: Int
    var range: SourceRange
  }

  struct Call {
    var routine: Int
    var range: SourceRange
  }

  /// A call inside `atomic { }`, which the called routine must be fit for.
  struct RegionCall {
    var routine: Int
    var range: SourceRange
  }

  struct Submission {
    var pool: Int
    var task: Int
    var range: SourceRange
  }

  /// An operation as a statement: nobody looks at its result.
  struct DroppedResult {
    var object: Int
    var operation: Operation
    var hasTimeout: Bool
    var range: SourceRange
  }

  /// Where `crash` or `may crash` stands.
  struct Crash {
    var word: String
    var range: SourceRange
  }

  /// Objects in the order of their use; every use.
  var uses: [Use] = []
  var calls: [Call] = []
  var regionCalls: [RegionCall] = []
  var submissions: [Submission] = []
  var crashes: [Crash] = []
  var dropped: [DroppedResult] = []
  /// Objects whose `ok()` is asked for.
  var okObjects: Set<Int> = []
  var closes: [Use] = []
  /// Groups that are joined, and where.
  var joins: [(group: Int, range: SourceRange)] = []
  var spawns: Set<Int> = []
  var usesSelf = false
  /// Every `local ID`, in order.
  var locals: [Name] = []
  var loopVariables: [Name] = []
  /// Objects that occur in an `atomic { }`, or in an `await` over several cells.
  var regionObjects: Set<Int> = []
  /// The first thing in a routine that cannot stand inside `atomic { }`.
  var regionObstacle: String?
}
