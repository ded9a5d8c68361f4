import LabTrace

/// Which events a log does not have, and what that means for claims about order.
///
/// A thread whose end was lost is known up to there, but later events of others may be ordered by what was lost:
/// a gap in the versions of an object, or a cause that is not there, gives that away. A thread whose beginning was
/// lost (a ring) knows an unknown past; but once a thread has heard of the first kept event of every such thread,
/// no way leads through the unknown any more.
struct Losses {
  /// Some thread lost events after its first kept one.
  private(set) var hasLostEnds = false
  /// Threads that lost their beginning.
  private(set) var beginnings: [Int] = []
  private(set) var lostCount: UInt64 = 0

  init(_ log: EventLog) {
    for (thread, events) in log.threads.enumerated() {
      lostCount &+= events.lost
      guard let first = events.events.first, let last = events.events.last else {
        if events.lost > 0 { hasLostEnds = true }
        continue
      }
      let atBeginning = UInt64(first.sequence > 1 ? first.sequence - 1 : 0)
      if atBeginning > 0 { beginnings.append(thread) }
      let span = Int(last.sequence) - Int(first.sequence) + 1
      if events.lost > atBeginning || span != events.events.count { hasLostEnds = true }
    }
  }

  var isComplete: Bool { !hasLostEnds && beginnings.isEmpty }
}
