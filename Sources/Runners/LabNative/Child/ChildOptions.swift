import LabTrace

/// How the child is to run the program: travels as the flags of the run's description.
struct ChildOptions: Hashable {
  var seed: UInt64
  var isChaotic: Bool
  var printsLines: Bool
  /// Text of the schedule, empty for none.
  var schedule: String

  static let chaosFlag = "--chaos"

  init(seed: UInt64, isChaotic: Bool, printsLines: Bool, schedule: String) {
    self.seed = seed
    self.isChaotic = isChaotic
    self.printsLines = printsLines
    self.schedule = schedule
  }

  /// Reads the options back; what is printed is no part of a run's description.
  init(_ run: RunInfo, printsLines: Bool) {
    self.init(
      seed: run.seed, isChaotic: run.flags.contains(Self.chaosFlag), printsLines: printsLines,
      schedule: run.schedule)
  }

  /// The flags as a user would write them.
  var flags: [String] { isChaotic ? [Self.chaosFlag] : [] }
}
