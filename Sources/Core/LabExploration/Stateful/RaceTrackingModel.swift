/// A model whose states also know which accesses each actor and each object has seen: exact races.
///
/// A *token* stands for an actor's latest access to a variable cell, apart for reads and writes and for plain
/// accesses and those of atomic regions. Behind the state of the base model lie, as bits for every token, what each
/// actor knows, what each object's clock knows, and which accesses there were at all. That is what of vector
/// clocks decides whether an access races: it does if it conflicts with one whose token the actor does not know.
/// A step that races ends the execution as a failure, with `race` set.
///
/// Tokens that nobody's future conflicts with any more are dropped, where that is known: equal futures are then
/// equal states. Measured on small programs without that: 1.8 times the states of the base model in the median.
@usableFromInline
package final class RaceTrackingModel<Base: Model>: Model {
  /// Two conflicting accesses without an order between them.
  @usableFromInline
  package struct Race: Hashable, Sendable {
    /// The variable cell.
    package var cell: UInt32
    /// The actor that took the step, and the one whose access came before.
    package var actor: Int
    package var earlier: Int
    package var isWrite: Bool
    package var wasWrite: Bool

    @usableFromInline
    package init(cell: UInt32, actor: Int, earlier: Int, isWrite: Bool, wasWrite: Bool) {
      self.cell = cell
      self.actor = actor
      self.earlier = earlier
      self.isWrite = isWrite
      self.wasWrite = wasWrite
    }
  }

  @usableFromInline package let base: Base
  @usableFromInline package let baseSize: Int
  @usableFromInline package let actorCount: Int
  @usableFromInline package let stateSize: Int
  /// Words of a row of tokens.
  @usableFromInline package let words: Int
  /// Rows: one for each actor, one for each clock, and that of the accesses there were.
  @usableFromInline package let rows: Int
  /// Kinds of tokens of an actor and a cell: read, write, and the same in regions.
  @usableFromInline package let kinds: Int
  @usableFromInline package let cells: [UInt32]
  /// The number of a cell and of a clock by object, -1 for none.
  @usableFromInline package let cellNumbers: UnsafeMutablePointer<Int32>
  @usableFromInline package let clockRows: UnsafeMutablePointer<Int32>
  @usableFromInline package let numbered: Int
  @usableFromInline package let effectRoom: UnsafeMutablePointer<SynchronisationEffect>
  @usableFromInline package let relevant: UnsafeMutablePointer<UInt64>
  private let footprint: ((Base, Int, UnsafeRawPointer) -> Footprint)?
  /// Whether it knows the actors' futures.
  @usableFromInline package let forgets: Bool
  /// The race of the last step, if it had one.
  @usableFromInline package var race: Race?

  /// Prepares a model.
  /// - Parameters:
  ///   - base: What is tracked.
  ///   - cells: The variable cells to track.
  ///   - clocks: Every object that an effect may acquire, release, replace or clear.
  ///   - hasRegions: Whether variables are also read or written in atomic regions or awaits.
  package convenience init(_ base: Base, cells: [UInt32], clocks: [UInt32], hasRegions: Bool = true) {
    self.init(base, cells, clocks, hasRegions, nil)
  }

  private init(
    _ base: Base, _ cells: [UInt32], _ clocks: [UInt32], _ hasRegions: Bool,
    _ footprint: ((Base, Int, UnsafeRawPointer) -> Footprint)?
  ) {
    self.base = base
    self.cells = cells
    self.footprint = footprint
    forgets = footprint != nil
    baseSize = base.stateSize
    actorCount = base.actorCount
    kinds = hasRegions ? 4 : 2
    words = max(1, (cells.count * actorCount * kinds + 63) / 64)
    rows = actorCount + clocks.count + 1
    stateSize = baseSize + rows * words * 8
    numbered = Int(max(cells.max() ?? 0, clocks.max() ?? 0)) + 1
    cellNumbers = .allocate(capacity: numbered)
    clockRows = .allocate(capacity: numbered)
    cellNumbers.initialize(repeating: -1, count: numbered)
    clockRows.initialize(repeating: -1, count: numbered)
    for (index, cell) in cells.enumerated() { cellNumbers[Int(cell)] = Int32(index) }
    for (index, clock) in clocks.enumerated() { clockRows[Int(clock)] = Int32(actorCount + index) }
    effectRoom = .allocate(capacity: max(1, base.maximumAccesses))
    relevant = .allocate(capacity: words)
    relevant.initialize(repeating: .max, count: words)
  }

  deinit {
    cellNumbers.deallocate()
    clockRows.deallocate()
    effectRoom.deallocate()
    relevant.deallocate()
  }

  // MARK: Model

  @inlinable package var maximumAccesses: Int { base.maximumAccesses }

  @inlinable
  package func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome {
    race = nil
    (state + baseSize).initializeMemory(as: UInt8.self, repeating: 0, count: stateSize &- baseSize)
    return base.reset(state)
  }

  @inlinable
  package func enabled(_ state: UnsafeRawPointer) -> ActorSet { base.enabled(state) }

  @inlinable
  package func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> {
    base.alternatives(of: actor, state)
  }

  @inlinable
  package func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int {
    base.accesses(of: actor, alternative: alternative, state, into: accesses)
  }

  @inlinable
  package func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int {
    base.effects(of: actor, alternative: alternative, state, into: effects)
  }

  @inlinable
  package func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    race = nil
    let count = base.effects(of: actor, alternative: alternative, state, into: effectRoom)
    let outcome = base.step(actor, alternative: alternative, state)
    let table = (state + baseSize).assumingMemoryBound(to: UInt64.self)
    var index = 0
    while index < count {
      apply(effectRoom[index], actor, table)
      index &+= 1
    }
    if race != nil { return outcome.union(.failed) }
    if forgets { forget(state, table) }
    return outcome
  }

  @inlinable
  package func isEnded(_ state: UnsafeRawPointer) -> Bool { base.isEnded(state) }

  @inlinable
  package func unfinished(_ state: UnsafeRawPointer) -> ActorSet { base.unfinished(state) }

  @inlinable
  package func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool { base.isYield(actor, state) }

  // MARK: Knowledge

  @inlinable
  package func apply(
    _ effect: SynchronisationEffect, _ actor: Int, _ table: UnsafeMutablePointer<UInt64>
  ) {
    let object = Int(effect.object)
    switch effect.kind {
    case .acquire: join(actor, with: clock(object), table)
    case .release: join(clock(object), with: actor, table)
    case .replace: set(clock(object), to: actor, table)
    case .clear: set(clock(object), to: -1, table)
    case .wake: join(object, with: actor, table)
    case .join: join(actor, with: object, table)
    case .readPlain: access(object, actor, 0, table)
    case .writePlain: access(object, actor, 1, table)
    case .readRegion: access(object, actor, 2, table)
    case .writeRegion: access(object, actor, 3, table)
    }
  }

  /// The row of an object's clock, -1 if it has none.
  @inlinable
  package func clock(_ object: Int) -> Int { object < numbered ? Int(clockRows[object]) : -1 }

  @inlinable
  package func join(_ row: Int, with other: Int, _ table: UnsafeMutablePointer<UInt64>) {
    if row < 0 || other < 0 { return }
    for word in 0..<words { table[row &* words &+ word] |= table[other &* words &+ word] }
  }

  @inlinable
  package func set(_ row: Int, to other: Int, _ table: UnsafeMutablePointer<UInt64>) {
    if row < 0 { return }
    for word in 0..<words {
      table[row &* words &+ word] = other < 0 ? 0 : table[other &* words &+ word]
    }
  }

  /// An access: does it race, and from now on its token is the only one of its kind, known to its actor alone.
  @usableFromInline
  package func access(_ object: Int, _ actor: Int, _ kind: Int, _ table: UnsafeMutablePointer<UInt64>) {
    guard object < numbered, cellNumbers[object] >= 0 else { return }
    let first = Int(cellNumbers[object]) * actorCount * kinds
    let past = (rows - 1) * words
    for other in 0..<actorCount where other != actor {
      for earlier in 0..<kinds {
        let token = first + other * kinds + earlier
        let bit: UInt64 = 1 << UInt64(token % 64)
        let isUnknown = table[past + token / 64] & ~table[actor * words + token / 64] & bit != 0
        // Two reads do not conflict, two regions are ordered.
        guard isUnknown, (kind | earlier) & 1 != 0, kind < 2 || earlier < 2 else { continue }
        race = Race(
          cell: UInt32(object), actor: actor, earlier: other, isWrite: kind & 1 != 0,
          wasWrite: earlier & 1 != 0)
        return
      }
    }
    let token = first + actor * kinds + min(kind, kinds - 2 + kind & 1)
    let bit: UInt64 = 1 << UInt64(token % 64)
    for row in 0..<rows - 1 { table[row * words + token / 64] &= ~bit }
    table[actor * words + token / 64] |= bit
    table[past + token / 64] |= bit
  }

  /// Drops the tokens that cannot decide anything any more.
  @usableFromInline
  package func forget(_ state: UnsafeRawPointer, _ table: UnsafeMutablePointer<UInt64>) {
    let past = (rows - 1) * words
    let unfinished = base.unfinished(state)
    relevant.update(repeating: 0, count: words)
    for (number, cell) in cells.enumerated() {
      for owner in 0..<actorCount {
        let first = (number * actorCount + owner) * kinds
        for kind in 0..<kinds {
          let token = first + kind
          let bit: UInt64 = 1 << UInt64(token % 64)
          guard table[past + token / 64] & bit != 0,
            matters(cell, owner, kind & 1 != 0, token, state, unfinished, table)
          else { continue }
          relevant[token / 64] |= bit
        }
      }
    }
    for row in 0..<rows {
      for word in 0..<words { table[row * words + word] &= relevant[word] }
    }
  }

  /// Whether some other actor may yet access the cell so that it conflicts, without knowing the token.
  private func matters(
    _ cell: UInt32, _ owner: Int, _ isWrite: Bool, _ token: Int, _ state: UnsafeRawPointer,
    _ unfinished: ActorSet, _ table: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    guard let footprint else { return true }
    var others = unfinished
    while !others.isEmpty {
      let other = others.first
      others.remove(other)
      // Who knows a token once knows it until its owner's next access.
      let knows = table[other * words + token / 64] >> UInt64(token % 64) & 1 != 0
      if other == owner || knows { continue }
      let future = footprint(base, other, state)
      let word = Int(cell / 64)
      let bits = isWrite ? future.reads[word] | future.writes[word] : future.writes[word]
      if bits >> UInt64(cell % 64) & 1 != 0 { return true }
    }
    return false
  }
}

extension RaceTrackingModel where Base: StaticFootprintModel {
  /// Prepares a model that drops tokens as soon as nobody's future conflicts with them.
  /// - Parameters:
  ///   - base: What is tracked.
  ///   - cells: The variable cells to track.
  ///   - clocks: Every object that an effect may acquire, release, replace or clear; all by default.
  ///   - hasRegions: Whether variables are also read or written in atomic regions or awaits.
  package convenience init(
    tracking base: Base, cells: [UInt32], clocks: [UInt32]? = nil, hasRegions: Bool = true
  ) {
    let clocks = clocks ?? (0..<UInt32(base.objectCount)).map { $0 }
    self.init(base, cells, clocks, hasRegions) { $0.futureAccesses(of: $1, $2) }
  }
}

extension RaceTrackingModel: StaticFootprintModel where Base: StaticFootprintModel {
  @inlinable package var objectCount: Int { base.objectCount }
  @inlinable package var daemons: ActorSet { base.daemons }

  @inlinable
  package func futureAccesses(of actor: Int, _ state: UnsafeRawPointer) -> Footprint {
    base.futureAccesses(of: actor, state)
  }
}
