import LabTestSupport
import LabTrace
import XCTest

@testable import LabAnalysis

/// The detector against the definition, on logs of random programs.
final class RandomTraceTests: XCTestCase {
  private static let seeds = 0..<UInt64(TestSettings.count(1000, long: 5000))

  private func log(_ seed: UInt64) -> EventLog {
    Simulation(seed: seed, events: 40 + Int(seed % 5) * 25).trace.log
  }

  private func pairs(_ detector: RaceDetector) -> Set<HappensBeforeOracle.Pair> {
    Set(
      detector.table.races.map { race in
        let references = [race.first, race.second].sorted { $0.rawValue < $1.rawValue }
        return HappensBeforeOracle.Pair(first: references[0], second: references[1])
      })
  }

  func testRacyVariablesAreExactlyThoseOfTheDefinition() {
    var racy = 0
    for seed in Self.seeds {
      let log = log(seed)
      XCTAssertEqual(log.problems(), [], "seed \(seed)")
      let oracle = HappensBeforeOracle(log)
      let detector = RaceDetector(log)
      XCTAssertEqual(detector.contradictions, 0, "seed \(seed): a valid log needs nothing relaxed")
      XCTAssertEqual(detector.eventCount, log.eventCount, "seed \(seed)")
      XCTAssertEqual(
        Set(detector.table.races.map(\.object)), oracle.racyObjects, "seed \(seed): racy variables")
      XCTAssertEqual(pairs(detector).subtracting(oracle.races), [], "seed \(seed): not a race")
      racy += oracle.racyObjects.count
    }
    XCTAssertGreaterThan(racy, 500, "the programs race too rarely to test anything")
  }

  func testTimeStampsChangeNoFinding() {
    for seed in Self.seeds where seed % 4 == 0 {
      let log = log(seed)
      let findings = Analyzer.findings(log)
      for thread in log.threads.indices {
        var skewed = log
        for index in skewed.threads[thread].events.indices {
          skewed.threads[thread].events[index].time &+= 1_000_000_000
        }
        XCTAssertEqual(Analyzer.findings(skewed), findings, "seed \(seed), thread \(thread)")
      }
    }
  }

  func testTheSameLogGivesTheSameFindings() {
    for seed in Self.seeds where seed % 20 == 0 {
      XCTAssertEqual(Analyzer.findings(log(seed)), Analyzer.findings(log(seed)), "seed \(seed)")
    }
  }

  // MARK: what a killed or full recorder leaves

  func testALogOfAKilledProcessShowsNoRaceThatTheWholeOneDoesNot() {
    for seed in Self.seeds {
      let log = log(seed)
      let races = HappensBeforeOracle(log).races
      var random = SplitMix64(seed: seed)
      let end = random.below(UInt64(log.eventCount * 10))
      var cut = log
      for thread in cut.threads.indices { cut.threads[thread].events.removeAll { $0.time > end } }
      let detector = RaceDetector(cut)
      XCTAssertEqual(pairs(detector).subtracting(races), [], "seed \(seed), cut at \(end)")
      XCTAssertEqual(detector.contradictions, 0, "seed \(seed), cut at \(end)")
      // What is left is sound: all races between events that are left are found.
      let left = races.filter { cut.event($0.first) != nil && cut.event($0.second) != nil }
      let objects = Set(left.compactMap { log.event($0.first)?.object })
      if detector.unjudged == 0 {
        XCTAssertEqual(Set(detector.table.races.map(\.object)), objects, "seed \(seed), cut at \(end)")
      }
      _ = Analyzer.analyze(cut)
    }
  }

  func testLostEndsGiveNoFalseRace() {
    var found = 0
    for seed in Self.seeds {
      let log = log(seed)
      let races = HappensBeforeOracle(log).races
      var random = SplitMix64(seed: seed)
      var cut = log
      for thread in cut.threads.indices where random.below(2) == 0 {
        let count = cut.threads[thread].events.count
        let lost = Int(random.below(UInt64(count + 1)))
        cut.threads[thread].events.removeLast(lost)
        cut.threads[thread].lost = UInt64(lost)
      }
      let detector = RaceDetector(cut)
      XCTAssertEqual(pairs(detector).subtracting(races), [], "seed \(seed)")
      found += detector.raceCount
      _ = Analyzer.analyze(cut)
    }
    XCTAssertGreaterThan(found, 200, "what is known is judged all the same")
  }

  func testLostBeginningsGiveNoFalseRace() {
    var found = 0
    for seed in Self.seeds {
      let log = log(seed)
      let races = HappensBeforeOracle(log).races
      var random = SplitMix64(seed: seed)
      var cut = log
      for thread in cut.threads.indices where random.below(3) == 0 {
        let count = cut.threads[thread].events.count
        let lost = Int(random.below(UInt64(count / 3 + 1)))
        cut.threads[thread].events.removeFirst(lost)
        cut.threads[thread].lost = UInt64(lost)
      }
      let detector = RaceDetector(cut)
      XCTAssertEqual(pairs(detector).subtracting(races), [], "seed \(seed)")
      found += detector.raceCount
      _ = Analyzer.analyze(cut)
    }
    XCTAssertGreaterThan(found, 100, "what is known is judged all the same")
  }

  func testGapsInTheMiddleGiveNoFalseRace() {
    for seed in Self.seeds where seed % 2 == 0 {
      let log = log(seed)
      let races = HappensBeforeOracle(log).races
      var random = SplitMix64(seed: seed)
      var cut = log
      let thread = Int(random.below(UInt64(cut.threads.count)))
      let count = cut.threads[thread].events.count
      guard count > 2 else { continue }
      let first = 1 + Int(random.below(UInt64(count - 2)))
      let last = min(count - 1, first + 1 + Int(random.below(6)))
      cut.threads[thread].events.removeSubrange(first..<last)
      cut.threads[thread].lost = UInt64(last - first)
      XCTAssertEqual(pairs(RaceDetector(cut)).subtracting(races), [], "seed \(seed)")
    }
  }

  // MARK: nonsense

  func testDamagedLogsAreAnalysedWithoutATrap() {
    for seed in Self.seeds {
      var log = log(seed)
      var random = SplitMix64(seed: seed &+ 1_000_000)
      for _ in 0..<(1 + random.below(30)) { Self.damage(&log, &random) }
      let analysis = Analyzer.analyze(log)
      XCTAssertLessThan(analysis.findings.count, 10_000, "seed \(seed)")
      _ = RaceDetector(log)
    }
  }

  private static func damage(_ log: inout EventLog, _ random: inout SplitMix64) {
    let thread = Int(random.below(UInt64(log.threads.count)))
    let count = log.threads[thread].events.count
    guard count > 0 else { return }
    let place = Int(random.below(UInt64(count)))
    let small = random.below(8)
    let wild = random.below(3) == 0 ? random.next() : small
    switch random.below(14) {
    case 0:
      log.threads[thread].events[place].kind =
        EventKind.allCases[Int(random.below(UInt64(EventKind.allCases.count)))]
    case 1:
      log.threads[thread].events[place].flags = EventFlags(rawValue: UInt8(truncatingIfNeeded: random.next()))
    case 2: log.threads[thread].events[place].object = ObjectID(rawValue: UInt32(truncatingIfNeeded: wild))
    case 3: log.threads[thread].events[place].version = UInt32(truncatingIfNeeded: wild)
    case 4: log.threads[thread].events[place].value = Int64(bitPattern: wild)
    case 5: log.threads[thread].events[place].cause = EventReference(rawValue: random.next())
    case 6:
      log.threads[thread].events[place].cause = EventReference(
        thread: ThreadID(rawValue: UInt32(small)), sequence: UInt32(random.below(60)))
    case 7: log.threads[thread].events[place].sequence = UInt32(truncatingIfNeeded: wild)
    case 8: log.threads[thread].events[place].site = SiteID(rawValue: UInt16(truncatingIfNeeded: wild))
    case 9: log.threads[thread].events.remove(at: place)
    case 10: log.threads[thread].events.swapAt(place, Int(random.below(UInt64(count))))
    case 11: log.threads[thread].events[place].time = random.next()
    case 12: log.threads[thread].lost = wild
    default:
      let object = Int(random.below(UInt64(log.objects.count)))
      log.objects[object].companion = ObjectID(rawValue: UInt32(truncatingIfNeeded: wild))
      log.objects[object].capacity = Int64(bitPattern: wild)
      log.objects[object].kind = ObjectKind.allCases[Int(small) % ObjectKind.allCases.count]
    }
  }

  func testLogsOfRandomEventsAreAnalysedWithoutATrap() {
    for seed in Self.seeds where seed % 3 == 0 {
      var random = SplitMix64(seed: seed)
      var log = Simulation(seed: seed, events: 2).trace.log
      for thread in log.threads.indices {
        log.threads[thread].events = (0..<random.below(40)).map { index in
          Event(
            time: random.next(), sequence: UInt32(index + 1),
            kind: EventKind.allCases[Int(random.below(UInt64(EventKind.allCases.count)))],
            flags: EventFlags(rawValue: UInt8(truncatingIfNeeded: random.next())),
            site: SiteID(rawValue: UInt16(random.below(12))),
            object: ObjectID(rawValue: UInt32(random.below(16))),
            version: UInt32(random.below(20)), value: Int64(random.below(8)) - 1,
            cause: random.below(2) == 0
              ? .none
              : EventReference(
                thread: ThreadID(rawValue: UInt32(random.below(7))), sequence: UInt32(random.below(45))))
        }
      }
      _ = Analyzer.analyze(log)
    }
    _ = Analyzer.analyze(EventLog(run: RunInfo(name: "empty")))
  }
}
