/// A visitor that keeps what it is told: failures, deadlocks and pending races, each kind once with the shortest
/// schedule seen.
@usableFromInline
package struct FindingCollector<Subject: Model>: StatefulVisitor {
  /// A failure or misuse, told apart by a key.
  package struct Failure: Hashable, Sendable {
    package var key: UInt64
    package var outcome: StepOutcome
    package var schedule: Schedule
    /// How many transitions of this kind the search took; with reduction there may be more.
    package var count: Int
  }

  /// A set of actors that are not finished though nobody can step.
  package struct Deadlock: Hashable, Sendable {
    package var unfinished: ActorSet
    package var schedule: Schedule
    package var count: Int
  }

  /// Two conflicting accesses, one of them plain, pending in one state.
  package struct PendingRace: Hashable, Sendable {
    package var object: UInt32
    package var first: Int
    package var second: Int
    package var schedule: Schedule
  }

  /// What it looks for beside failures and deadlocks; the closures say whether the search goes on.
  package struct Interests {
    /// Tells failures apart; asked right after the failing step: by default all of an actor's are one.
    package var failureKey: (Subject, StepOutcome, _ actor: Int) -> UInt64 = {
      UInt64($1.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: $2))
    }
    package var onState: ((UnsafeRawPointer, borrowing SearchPath) -> Bool)?
    package var onEnd: ((UnsafeRawPointer, borrowing SearchPath) -> Bool)?
    package var onDeadlock: ((UnsafeRawPointer, borrowing SearchPath) -> Bool)?
    package var findsPendingRaces = false
    /// Ends the search with the first failure or deadlock.
    package var stopsAtFirst = false

    package init() {}
  }

  package private(set) var failures: [Failure] = []
  package private(set) var deadlocks: [Deadlock] = []
  package private(set) var pendingRaces: [PendingRace] = []
  /// End states in which every actor that is no daemon has finished.
  package private(set) var endCount = 0
  private let interests: Interests
  private var races: PendingRaceFinder<Subject>?

  /// Prepares a collector.
  /// - Parameters:
  ///   - model: What is searched.
  ///   - interests: What to look for.
  package init(_ model: Subject, _ interests: Interests = Interests()) {
    self.interests = interests
    races = interests.findsPendingRaces ? PendingRaceFinder(model) : nil
  }

  @usableFromInline
  package mutating func visit(
    _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    if let races { collectRaces(races.races(in: state, model), path) }
    return interests.onState?(state, path) ?? true
  }

  private mutating func collectRaces(
    _ found: [PendingRaceFinder<Subject>.Race], _ path: borrowing SearchPath
  ) {
    for race in found where !pendingRaces.contains(where: { $0.object == race.object }) {
      pendingRaces.append(
        PendingRace(object: race.object, first: race.first, second: race.second, schedule: path.schedule()))
    }
  }

  @usableFromInline
  package mutating func ended(
    _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    endCount += 1
    return interests.onEnd?(state, path) ?? true
  }

  @usableFromInline
  package mutating func deadlocked(
    _ state: UnsafeRawPointer, _ unfinished: ActorSet, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    if let index = deadlocks.firstIndex(where: { $0.unfinished == unfinished }) {
      deadlocks[index].count += 1
      if path.count < deadlocks[index].schedule.steps.count { deadlocks[index].schedule = path.schedule() }
    } else {
      deadlocks.append(Deadlock(unfinished: unfinished, schedule: path.schedule(), count: 1))
    }
    let goesOn = interests.onDeadlock?(state, path) ?? true
    return goesOn && !interests.stopsAtFirst
  }

  @usableFromInline
  package mutating func failed(
    _ outcome: StepOutcome, _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    let key = interests.failureKey(model, outcome, path.lastActor)
    if let index = failures.firstIndex(where: { $0.key == key }) {
      failures[index].count += 1
      if path.count < failures[index].schedule.steps.count { failures[index].schedule = path.schedule() }
    } else {
      failures.append(Failure(key: key, outcome: outcome, schedule: path.schedule(), count: 1))
    }
    return !interests.stopsAtFirst
  }
}
