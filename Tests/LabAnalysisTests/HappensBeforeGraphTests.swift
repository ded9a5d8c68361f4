import LabTrace
import XCTest

@testable import LabAnalysis

/// What can be asked of happens-before, against the definition, on logs of random programs.
final class HappensBeforeGraphTests: XCTestCase {
  private func log(_ seed: UInt64) -> EventLog {
    Simulation(seed: seed, events: 40 + Int(seed % 4) * 25).trace.log
  }

  /// All events, in the numbering of the oracle.
  private func references(_ log: EventLog) -> [EventReference] {
    log.threads.enumerated().flatMap { thread, threadLog in
      threadLog.events.map {
        EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: $0.sequence)
      }
    }
  }

  private func members(
    _ cone: HappensBeforeGraph.Cone, of reference: EventReference, _ log: EventLog, isPast: Bool
  )
    -> Set<EventReference>
  {
    var result: Set<EventReference> = []
    let borders = cone.borders.map { ($0.thread, $0.count) } + [(reference.thread, cone.ownCount)]
    for (thread, count) in borders {
      let events = log.threads[Int(thread.rawValue)].events
      for event in isPast ? events.prefix(count) : events.suffix(count) {
        result.insert(EventReference(thread: thread, sequence: event.sequence))
      }
    }
    return result
  }

  func testConesAreThoseOfTheDefinition() {
    for seed in 0..<300 as Range<UInt64> {
      let log = log(seed)
      let references = references(log)
      let oracle = HappensBeforeOracle(log)
      let graph = HappensBeforeGraph(log)
      XCTAssertEqual(graph.contradictions, 0, "seed \(seed)")
      for index in stride(from: Int(seed % 7), to: references.count, by: 7) {
        let past = references.indices.filter { oracle.isBefore($0, index) }.map { references[$0] }
        let future = references.indices.filter { oracle.isBefore(index, $0) }.map { references[$0] }
        guard let below = graph.past(of: references[index]), let above = graph.future(of: references[index])
        else {
          XCTFail("seed \(seed), event \(index)")
          return
        }
        XCTAssertEqual(
          members(below, of: references[index], log, isPast: true), Set(past),
          "seed \(seed), past of \(index)")
        XCTAssertEqual(
          members(above, of: references[index], log, isPast: false), Set(future),
          "seed \(seed), future of \(index)")
        XCTAssertEqual(below.count, past.count, "seed \(seed)")
      }
    }
  }

  func testAChainExistsExactlyWhereTheDefinitionOrders() {
    for seed in 0..<150 as Range<UInt64> {
      let log = log(seed)
      let references = references(log)
      let oracle = HappensBeforeOracle(log)
      let graph = HappensBeforeGraph(log)
      var random = SplitMix64(seed: seed)
      for _ in 0..<40 {
        let left = Int(random.below(UInt64(references.count)))
        let right = Int(random.below(UInt64(references.count)))
        let chain = graph.chain(from: references[left], to: references[right])
        XCTAssertEqual(chain != nil, oracle.isBefore(left, right), "seed \(seed), \(left) to \(right)")
        if let chain { assertConnects(chain, references[left], references[right], "seed \(seed)") }
      }
    }
  }

  /// Each link starts where the one before has led, in the same thread and not earlier.
  private func assertConnects(
    _ chain: [HappensBeforeGraph.Edge], _ first: EventReference, _ last: EventReference, _ message: String
  ) {
    var at = first
    for edge in chain {
      XCTAssertEqual(edge.from.thread, at.thread, message)
      XCTAssertLessThanOrEqual(at.sequence, edge.from.sequence, message)
      XCTAssertNotEqual(edge.from.thread, edge.to.thread, message)
      at = edge.to
    }
    XCTAssertEqual(at.thread, last.thread, message)
    XCTAssertLessThanOrEqual(at.sequence, last.sequence, message)
  }

  func testEveryHandOverIsAnOrderAndTheBordersNameOne() {
    for seed in 0..<150 as Range<UInt64> {
      let log = log(seed)
      let references = references(log)
      let numbers = Dictionary(uniqueKeysWithValues: references.enumerated().map { ($1, $0) })
      let oracle = HappensBeforeOracle(log)
      let graph = HappensBeforeGraph(log)
      for edge in graph.handOvers() {
        guard let from = numbers[edge.from], let to = numbers[edge.to] else {
          XCTFail("seed \(seed): \(edge)")
          continue
        }
        XCTAssertTrue(oracle.isBefore(from, to), "seed \(seed): \(edge)")
        XCTAssertNotEqual(edge.from.thread, edge.to.thread, "seed \(seed)")
        XCTAssertTrue(graph.handOvers(to: edge.to).contains(edge), "seed \(seed)")
      }
      for reference in references where reference.sequence % 5 == 0 {
        for border in graph.past(of: reference)?.borders ?? [] {
          XCTAssertEqual(border.event, border.link.from, "seed \(seed): the last known event hands over")
        }
        for border in graph.future(of: reference)?.borders ?? [] {
          XCTAssertEqual(border.event, border.link.to, "seed \(seed): the first that knows was handed to")
        }
      }
    }
  }

  func testEventsThatAreNotThereHaveNoConeAndNoChain() {
    let log = log(1)
    let graph = HappensBeforeGraph(log)
    let known = references(log)[3]
    let missing = EventReference(thread: ThreadID(rawValue: 77), sequence: 1)
    XCTAssertNil(graph.past(of: missing))
    XCTAssertNil(graph.future(of: .none))
    XCTAssertNil(graph.chain(from: missing, to: known))
    XCTAssertNil(graph.chain(from: known, to: known), "nothing comes before itself")
  }

  func testDamagedLogsAreAskedWithoutATrap() {
    for seed in 0..<300 as Range<UInt64> {
      var log = log(seed)
      var random = SplitMix64(seed: seed)
      for _ in 0..<10 {
        let thread = Int(random.below(UInt64(log.threads.count)))
        guard let place = log.threads[thread].events.indices.randomElement(using: &random) else { continue }
        switch random.below(4) {
        case 0: log.threads[thread].events.remove(at: place)
        case 1: log.threads[thread].events[place].cause = EventReference(rawValue: random.next())
        case 2: log.threads[thread].events[place].version = UInt32(random.below(40))
        default:
          log.threads[thread].events[place].kind = EventKind.allCases[Int(random.below(40))]
          log.threads[thread].events[place].object = ObjectID(rawValue: UInt32(random.below(20)))
        }
      }
      let graph = HappensBeforeGraph(log)
      _ = graph.handOvers()
      for reference in references(log) where reference.sequence % 3 == 0 {
        _ = graph.past(of: reference)
        _ = graph.future(of: reference)
      }
    }
  }
}
