import LabAnalysis
import LabLanguage

/// What was seen of a program, by native runs or by a search: the judge's only evidence.
///
/// Everything is kept in the order in which it was first seen, so that the same evidence gives the same text.
package struct Facts: Sendable {
  /// A number of sightings of one thing.
  package struct Tally<Key: Hashable & Sendable>: Sendable {
    package private(set) var entries: [(key: Key, count: Int)] = []
    private var positions: [Key: Int] = [:]

    package init() {}

    package mutating func add(_ key: Key, count: Int = 1) {
      if let position = positions[key] {
        entries[position].count += count
      } else {
        positions[key] = entries.count
        entries.append((key, count))
      }
    }

    package func count(_ key: Key) -> Int { positions[key].map { entries[$0].count } ?? 0 }
    package var total: Int { entries.reduce(0) { $0 + $1.count } }
    package var isEmpty: Bool { entries.isEmpty }
  }

  package var coverage: Coverage
  /// Classes of findings that the source of these facts can see at all.
  package var visible: Set<Finding.Class>
  /// Sets of actors that were deadlocked, sorted by index.
  package var deadlocks = Tally<[Int]>()
  /// Messages of failures.
  package var failures = Tally<String>()
  package var misuses = Tally<String>()
  /// Objects (indices into `Program.objects`) that were raced on.
  package var races = Tally<Int>()
  /// Leaks, lock-order cycles, livelocks, starvation: the claims, by class.
  package var others: [Finding.Class: Tally<String>] = [:]
  /// Per expectation: end or reachable states in which its expression held, and in which it did not.
  package var held: [Int: Int] = [:]
  package var violated: [Int: Int] = [:]
  /// Per expectation with an outcome table: the tuples.
  package var outcomes: [Int: Tally<[Int64]>] = [:]
  /// Executions in which everybody who had to finish did.
  package var completed = 0
  package var timedOut = 0
  /// Processes that died, or errors of the lab: sentences.
  package var died = Tally<String>()

  package init(coverage: Coverage, visible: Set<Finding.Class>) {
    self.coverage = coverage
    self.visible = visible
  }
}
