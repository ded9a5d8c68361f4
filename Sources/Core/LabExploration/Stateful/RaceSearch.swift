/// Which variable cells have a race in some execution, exactly, by searches whose states know who has seen what.
///
/// Cells are searched in groups whose tokens fit one word, for what is known of one cell does not concern another.
/// A race found ends its search, which starts again without the cell.
package struct RaceSearch<Base: Model> {
  /// A racy cell, with an execution whose last step is the later access.
  package struct Finding: Hashable, Sendable {
    package var cell: UInt32
    /// The actors of the earlier and of the later access.
    package var earlier: Int
    package var later: Int
    package var schedule: Schedule
  }

  /// In the order of the cells.
  package private(set) var findings: [Finding] = []
  /// States and transitions of all searches together.
  package private(set) var states = 0
  package private(set) var transitions = 0
  /// Why it is not complete; nil if the cells without a finding have no race.
  package private(set) var stop: StatefulStop?
  private let base: Base
  private let limits: StatefulLimits

  /// Prepares a search.
  /// - Parameters:
  ///   - base: What to search.
  ///   - limits: For all searches together, as to the states.
  package init(_ base: Base, limits: StatefulLimits = StatefulLimits()) {
    self.base = base
    self.limits = limits
  }

  /// Searches without reduction.
  /// - Parameters:
  ///   - cells: The variable cells in question.
  ///   - clocks: Every object that an effect may acquire, release, replace or clear.
  ///   - hasRegions: Whether variables are also read or written in atomic regions or awaits.
  @inlinable
  package mutating func run(cells: [UInt32], clocks: [UInt32], hasRegions: Bool = true) {
    for group in groups(cells, hasRegions) {
      var left = group
      while !left.isEmpty {
        let model = RaceTrackingModel(base, cells: left, clocks: clocks, hasRegions: hasRegions)
        var search = FullSearch(
          model, visitor: RaceVisitor(), visited: FingerprintTable.self, limits: remaining)
        let report = search.run()
        guard add(report, search.core.visitor, &left) else { break }
      }
    }
    sort()
  }

  /// The cells in groups whose tokens fit one word, if one cell alone does.
  package func groups(_ cells: [UInt32], _ hasRegions: Bool) -> [[UInt32]] {
    let size = max(1, 64 / max(1, base.actorCount * (hasRegions ? 4 : 2)))
    return stride(from: 0, to: cells.count, by: size).map { Array(cells[$0..<min($0 + size, cells.count)]) }
  }

  /// What the searches so far have left of the limits.
  package var remaining: StatefulLimits {
    var limits = limits
    limits.states = max(0, limits.states - states)
    return limits
  }

  /// Adds a search; false if its group is done.
  package mutating func add(
    _ report: StatefulReport, _ visitor: RaceVisitor<Base>, _ left: inout [UInt32]
  ) -> Bool {
    states += report.states
    transitions += report.transitions
    if let race = visitor.race {
      findings.append(
        Finding(cell: race.cell, earlier: race.earlier, later: race.actor, schedule: visitor.schedule))
      left.removeAll { $0 == race.cell }
      return true
    }
    if let stop = report.stop { self.stop = stop }
    return false
  }

  package mutating func sort() { findings.sort { $0.cell < $1.cell } }
}

extension RaceSearch where Base: StaticFootprintModel {
  /// Searches with reduction; by default every object may have a clock.
  @inlinable
  package mutating func runReduced(cells: [UInt32], clocks: [UInt32]? = nil, hasRegions: Bool = true) {
    for group in groups(cells, hasRegions) {
      var left = group
      while !left.isEmpty {
        let model = RaceTrackingModel(tracking: base, cells: left, clocks: clocks, hasRegions: hasRegions)
        var search = ReducedSearch(
          model, visitor: RaceVisitor(), reducer: PersistentSets(model), visited: FingerprintTable.self,
          limits: remaining)
        let report = search.run()
        guard add(report, search.core.visitor, &left) else { break }
      }
    }
    sort()
  }
}

/// Stops at the first race; failures of the program are none of its business.
@usableFromInline
package struct RaceVisitor<Base: Model>: StatefulVisitor {
  @usableFromInline package typealias Subject = RaceTrackingModel<Base>

  package private(set) var race: RaceTrackingModel<Base>.Race?
  package private(set) var schedule = Schedule()

  @usableFromInline
  package init() {}

  @usableFromInline
  package mutating func failed(
    _ outcome: StepOutcome, _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    guard let race = model.race else { return true }
    self.race = race
    schedule = path.schedule()
    return false
  }
}
