import LabLanguage
import LabRecorder
import LabTrace

/// What every actor was doing at one moment, read from the status pages.
struct Situation {
  /// By actor.
  private(set) var statuses: [ThreadStatus]

  init(_ readers: [ThreadStatusReader]) { statuses = readers.map { $0.snapshot() } }

  /// Waits that only somebody else can end.
  func isWaiting(_ actor: Int) -> Bool {
    switch statuses[actor].state {
    case .blocked, .awaiting, .spinning: true
    default: false
    }
  }

  /// Waits by looking again and again.
  func isLooking(_ actor: Int) -> Bool {
    statuses[actor].state == .awaiting || statuses[actor].state == .spinning
  }

  /// Whether an actor did nothing but wait from the first situation to this one.
  func isUnchanged(_ actor: Int, since first: Situation) -> Bool {
    statuses[actor].isSamePublication(as: first.statuses[actor])
  }

  /// The object an actor waits for; nil for a join.
  func object(_ actor: Int, in program: Program) -> (object: Int, cell: Int)? {
    let cell = Int(statuses[actor].cell) - 1
    guard cell >= 0 else { return nil }
    let index = program.objects.lastIndex { $0.firstCell <= cell }
    return index.map { ($0, cell - program.objects[$0].firstCell) }
  }
}
