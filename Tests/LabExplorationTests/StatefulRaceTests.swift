import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class StatefulRaceTests: XCTestCase {
  func testRacesAreThoseOfVectorClocksAlongEveryExecution() {
    let count = TestSettings.count(500, long: 3000)
    var compared = 0
    var racy = 0
    for number in 0..<count {
      let seed = TestSettings.seed &+ UInt64(number)
      let model = ToyProgram.random(seed: seed)
      guard let expected = VectorClocks.races(model, steps: 4000) else { continue }
      compared += 1
      racy += expected.count
      let cells = (0..<UInt32(model.shape.variables)).map { $0 }
      let clocks = (0..<UInt32(model.objectCount)).map { $0 }
      var full = RaceSearch(model)
      full.run(cells: cells, clocks: clocks)
      XCTAssertEqual(full.findings.map(\.cell), expected.sorted(), "seed \(seed): \(model.code)")
      var reduced = RaceSearch(model)
      reduced.runReduced(cells: cells)
      XCTAssertEqual(reduced.findings.map(\.cell), expected.sorted(), "seed \(seed) reduced: \(model.code)")
      XCTAssertNil(full.stop)
      XCTAssertNil(reduced.stop)
      if full.findings.map(\.cell) != expected.sorted() { return }
      for finding in full.findings + reduced.findings {
        var clocks = VectorClocks(model)
        XCTAssertTrue(
          clocks.replay(finding.schedule).contains(finding.cell), "seed \(seed): \(finding) \(model.code)")
      }
    }
    print("\(compared) of \(count) programs with \(racy) racy cells")
    XCTAssertGreaterThan(compared, count / 4)
    XCTAssertGreaterThan(racy, compared / 4)
  }

  /// The second actor reads x only if it finds the flag set, and then the lock has ordered the accesses.
  func testALockThatHandsOverIsNoRaceThoughBothTouchTheVariable() {
    let model = ToyProgram(
      [
        [.write(0), .lock(0), .add(0), .unlock(0)],
        [.lock(0), .load(0), .unlock(0), .jumpIfZero(5), .read(0)],
      ], ToyProgram.Shape(variables: 1, atomics: 1, mutexes: 1))
    var search = RaceSearch(model)
    search.runReduced(cells: [0])
    XCTAssertEqual(search.findings, [])
  }

  /// A race that no reachable state shows as two pending accesses: the second is reached only by waiting for the
  /// first through a variable of its own.
  func testARaceBehindAnotherRaceIsFound() {
    let model = ToyProgram(
      [
        [.write(0), .write(1)],
        [.read(1), .jumpIfZero(3), .read(0)],
      ], ToyProgram.Shape(variables: 2))
    var search = RaceSearch(model)
    search.run(cells: [0, 1], clocks: [])
    XCTAssertEqual(search.findings.map(\.cell), [0, 1])
    var interests = FindingCollector<ToyProgram>.Interests()
    interests.findsPendingRaces = true
    var pending = FullSearch(
      model, visitor: FindingCollector(model, interests), visited: ExactStateTable.self)
    _ = pending.run()
    XCTAssertEqual(pending.core.visitor.pendingRaces.map(\.object), [1])
  }
}

/// Happens-before by vector clocks along single executions: the textbook, and slow.
struct VectorClocks {
  private let model: ToyProgram
  private var state: [UInt8]
  private var actors: [[Int]]
  private var objects: [UInt32: [Int]] = [:]
  private var accesses: [(cell: UInt32, actor: Int, time: Int, isWrite: Bool, isRegion: Bool)] = []
  private(set) var races: Set<UInt32> = []

  init(_ model: ToyProgram) {
    self.model = model
    state = [UInt8](repeating: 0, count: model.stateSize)
    actors = Array(repeating: Array(repeating: 0, count: model.actorCount), count: model.actorCount)
    for actor in actors.indices { actors[actor][actor] = 1 }
  }

  /// All cells that race in some execution; nil if there are too many steps, or for ever.
  static func races(_ model: ToyProgram, steps: Int) -> Set<UInt32>? {
    var clocks = VectorClocks(model)
    guard clocks.reset() else { return [] }
    var budget = steps
    var races: Set<UInt32> = []
    return clocks.explore(depth: 0, &budget, &races) ? races : nil
  }

  private mutating func reset() -> Bool {
    state.withUnsafeMutableBytes { model.reset($0.baseAddress!).isContinuing }
  }

  private func explore(depth: Int, _ budget: inout Int, _ races: inout Set<UInt32>) -> Bool {
    if depth > 60 { return false }
    let choices = state.withUnsafeBytes { bytes in
      model.isEnded(bytes.baseAddress!)
        ? []
        : (0..<model.actorCount).flatMap { actor in
          model.alternatives(of: actor, bytes.baseAddress!).map { (actor, $0) }
        }
    }
    for (actor, alternative) in choices {
      budget -= 1
      if budget < 0 { return false }
      var next = self
      let goesOn = next.step(actor, alternative)
      races.formUnion(next.races)
      if goesOn && !next.explore(depth: depth + 1, &budget, &races) { return false }
    }
    return true
  }

  mutating func replay(_ schedule: Schedule) -> Set<UInt32> {
    _ = reset()
    for step in schedule.steps {
      guard case .alternative(let alternative) = step.action else { continue }
      _ = self.step(step.actor, alternative)
    }
    return races
  }

  private mutating func step(_ actor: Int, _ alternative: Int) -> Bool {
    let room = UnsafeMutablePointer<SynchronisationEffect>.allocate(capacity: 8)
    defer { room.deallocate() }
    var count = 0
    let outcome = state.withUnsafeMutableBytes { bytes in
      count = model.effects(of: actor, alternative: alternative, bytes.baseAddress!, into: room)
      return model.step(actor, alternative: alternative, bytes.baseAddress!)
    }
    for index in 0..<count { apply(room[index], actor) }
    actors[actor][actor] += 1
    return outcome.isContinuing
  }

  private mutating func apply(_ effect: SynchronisationEffect, _ actor: Int) {
    let clock = objects[effect.object] ?? Array(repeating: 0, count: model.actorCount)
    switch effect.kind {
    case .acquire: actors[actor] = zip(actors[actor], clock).map(max)
    case .release: objects[effect.object] = zip(actors[actor], clock).map(max)
    case .replace: objects[effect.object] = actors[actor]
    case .clear: objects[effect.object] = nil
    case .wake: actors[Int(effect.object)] = zip(actors[Int(effect.object)], actors[actor]).map(max)
    case .join: actors[actor] = zip(actors[actor], actors[Int(effect.object)]).map(max)
    case .readPlain, .writePlain, .readRegion, .writeRegion:
      let isWrite = effect.kind == .writePlain || effect.kind == .writeRegion
      let isRegion = effect.kind == .readRegion || effect.kind == .writeRegion
      for earlier in accesses
      where earlier.cell == effect.object && earlier.actor != actor && (earlier.isWrite || isWrite)
        && !(earlier.isRegion && isRegion) && earlier.time > actors[actor][earlier.actor]
      {
        races.insert(effect.object)
      }
      accesses.append((effect.object, actor, actors[actor][actor], isWrite, isRegion))
    }
  }
}
