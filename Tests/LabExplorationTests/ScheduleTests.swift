import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class ScheduleTests: XCTestCase {
  private let actors = ActorWords(names: ["producer[0]", "producer[1]", "consumer[0]", "main"])

  func testShortestUniquePrefixesNameTheActors() {
    XCTAssertEqual(actors.words, ["p0", "p1", "c0", "m"])
    XCTAssertEqual(ActorWords(names: ["left", "lever", "right"]).words, ["lef", "lev", "r"])
    XCTAssertEqual(ActorWords(names: ["a", "ab"]).words, ["a", "ab"])
  }

  func testRunsOfStepsAreCounted() throws {
    let schedule = try Schedule("c0*3 p0 p0 p1:2 main! c0~", actors: actors)
    XCTAssertEqual(schedule.steps.map(\.actor), [2, 2, 2, 0, 0, 1, 3, 2])
    XCTAssertEqual(schedule.steps.suffix(3).map(\.action), [.alternative(2), .crash, .spuriousWake])
    XCTAssertEqual(schedule.text(actors: actors), "c0*3 p0*2 p1:2 m! c0~")
  }

  func testLongerPrefixesAndFullNamesAreRead() throws {
    for word in ["p1", "prod1", "producer1", "producer[1]"] {
      XCTAssertEqual(try Schedule(word, actors: actors).steps.map(\.actor), [1], word)
    }
  }

  func testWrongWordsAreToldWithTheirPosition() {
    let cases: [(String, ScheduleError)] = [
      ("p0 x1", .unknownActor(word: "x1", position: 2, known: actors.names)),
      ("p7", .unknownActor(word: "p7", position: 1, known: actors.names)),
      ("p0*", .badStep(word: "p0*", position: 1)),
      ("p0*0", .badStep(word: "p0*0", position: 1)),
      ("p0:-1", .badStep(word: "p0:-1", position: 1)),
      ("*3", .badStep(word: "", position: 1)),
      ("p0*99999999999", .tooLong(limit: Schedule.maximumSteps)),
    ]
    for (text, expected) in cases {
      XCTAssertThrowsError(try Schedule(text, actors: actors), text) {
        XCTAssertEqual($0 as? ScheduleError, expected)
      }
    }
    let twins = ActorWords(names: ["left", "lever"])
    XCTAssertThrowsError(try Schedule("le", actors: twins)) { error in
      XCTAssertEqual(
        error as? ScheduleError, .ambiguousActor(word: "le", position: 1, candidates: ["left", "lever"]))
    }
  }

  func testWordsOfActorsThatLookAlikeStayApart() throws {
    // A scalar `t1` beside an array `t`: the short word of t[1] would be the full name of the other.
    let names = ["t[0]", "t[1]", "t1", "t10"]
    let words = ActorWords(names: names)
    XCTAssertEqual(Set(words.words).count, names.count)
    for actor in names.indices { XCTAssertEqual(words.actors(for: words.words[actor]), [actor]) }
  }

  func testTextOfRandomSchedulesReadsBack() throws {
    var generator = SplitMix64(seed: TestSettings.seed)
    for _ in 0..<500 {
      let steps = (0..<generator.below(40)).map { _ in
        let action: Schedule.Step.Action =
          switch generator.below(8) {
          case 0: .crash
          case 1: .spuriousWake
          case 2: .alternative(Int(generator.below(5)))
          default: .alternative(0)
          }
        return Schedule.Step(actor: Int(generator.below(4)), action: action)
      }
      let schedule = Schedule(steps: steps)
      XCTAssertEqual(try Schedule(schedule.text(actors: actors), actors: actors), schedule)
    }
  }
}
