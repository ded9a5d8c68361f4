internal import LabPlatform
package import LabTrace

/// A thread that uses traced primitives: writes its events, and says from outside what it waits for.
///
/// Confined to its thread.
package final class TracedThread {
  /// The thread's file.
  package let file: ThreadTrace
  /// Where the program is; published with each wait.
  package var programCounter: UInt32 = 0
  /// Shared holds of rwlocks, one entry for each.
  private var sharedHolds: [ObjectID] = []
  private let recorder: EventRecorder
  private let status: StatusPublisher

  package init(_ file: ThreadTrace) {
    self.file = file
    recorder = file.recorder
    status = file.status
  }

  package var id: ThreadID { file.thread }

  // MARK: events

  @discardableResult
  package func record(
    _ kind: EventKind, flags: EventFlags = [], site: SiteID = .unknown, object: ObjectID = .none,
    version: UInt32 = 0, value: Int64 = 0, cause: EventReference = .none
  ) -> EventReference {
    recorder.record(
      kind, flags: flags, site: site, object: object, version: version, value: value, cause: cause)
  }

  /// The event written last.
  package var lastReference: EventReference {
    EventReference(thread: id, sequence: recorder.lastSequence)
  }

  /// The event written next: what a put or a signal gives as a cause before it can be sure to happen.
  package var nextReference: EventReference {
    EventReference(thread: id, sequence: recorder.lastSequence &+ 1)
  }

  // MARK: shared holds

  /// Notes a hold that the lock itself only counts.
  func addSharedHold(of object: ObjectID) { sharedHolds.append(object) }

  /// Whether the thread holds an object shared.
  func holdsShared(_ object: ObjectID) -> Bool { sharedHolds.contains(object) }

  /// Notes that one hold of those has ended.
  func removeSharedHold(of object: ObjectID) {
    if let index = sharedHolds.lastIndex(of: object) { sharedHolds.remove(at: index) }
  }

  // MARK: status

  package func publishRunning() { status.publish(.running, counter: programCounter) }

  package func publishFinished() { status.publish(.finished, counter: programCounter) }

  package func publishSleeping() { status.publish(.sleeping, counter: programCounter) }

  /// About to wait for an object.
  /// - Parameters:
  ///   - object: The object, none for a join.
  ///   - amount: Permits, or what else a look from outside needs to know.
  ///   - isTimed: Whether the wait ends by itself.
  package func publishWait(for object: ObjectID, amount: UInt32, isTimed: Bool) {
    status.publish(
      isTimed ? .timedBlocked : .blocked, counter: programCounter, cell: object.rawValue, amount: amount)
  }

  /// Looks at the condition of an `await` again and again.
  package func publishAwaiting(for object: ObjectID) {
    status.publish(.awaiting, counter: programCounter, cell: object.rawValue)
  }

  /// Goes round in circles.
  package func publishSpinning(for object: ObjectID) {
    status.publish(.spinning, counter: programCounter, cell: object.rawValue)
  }

  /// One more look, or round, in vain.
  package func countCheck() { status.countCheck() }
}
