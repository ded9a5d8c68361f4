import LabAnalysis
import LabTrace
import XCTest

@testable import LabReports

final class NarrativeTests: XCTestCase {
  private func story(_ log: EventLog, width: Int = 80) -> String {
    Narrative(log, Analyzer.analyze(log), path: "t.trace").render(style: TextStyle(width: width))
  }

  func testStoriesAreAsRecorded() throws {
    try assertGolden(story(SampleLogs.abba()), "story-abba")
    try assertGolden(story(SampleLogs.boundedBufferIf()), "story-bounded-buffer-if")
    try assertGolden(story(SampleLogs.lostUpdate(rounds: 4)), "story-lost-update")
    try assertGolden(story(SampleLogs.ordersThatDidNotMeet()), "story-abba-late")
    try assertGolden(story(SampleLogs.crowd(3)), "story-nothing")
  }

  func testAStoryTellsWhoWhyWhatToChangeAndTheWords() {
    let text = story(SampleLogs.abba(), width: 120)
    for words in [
      "left took a at 8:15 and, holding it, waits for b at 8:24", "why", "what to change", "the words",
      "deadlock", "synclab inspect t.trace --view waits",
    ] {
      XCTAssertTrue(text.contains(words), "\(words) in\n\(text)")
    }
    XCTAssertFalse(text.contains("LOCK ORDER CYCLE"), "the deadlock tells it already")
  }

  func testARunWithoutFindingsSaysThatItIsOneOfMany() {
    let text = story(SampleLogs.crowd(3), width: 120)
    XCTAssertTrue(text.contains("Nothing was found. A run shows one interleaving of many"), text)
  }

  func testTheStoryOfAScenarioHasItsWordsAndItsTwins() throws {
    var story = ScenarioStory(name: "abba", path: "Scenarios/deadlock/abba.lab")
    story.title = "Two locks, two orders"
    story.teaches = "A cycle in lock order is a deadlock waiting for its schedule."
    story.story = "Two accounts, two clerks, and money that goes both ways at the same time."
    story.hint = "Who must wait for whom?"
    story.source = "folklore"
    story.tags = ["deadlock", "lock-order", "beginner"]
    story.fixedBy = ["abba-ordered"]
    story.parameters = [.init(name: "N", value: 1)]
    story.actors = ["left", "right"]
    story.expectations = ["deadlock of left, right", "lockcycle"]
    try assertGolden(story.render(style: TextStyle(width: 80)), "scenario-story")
    XCTAssertEqual(story.terms.map(\.name), ["deadlock", "lock order"])
    let bare = ScenarioStory(name: "bare", path: "bare.lab").render(style: TextStyle(width: 40))
    XCTAssertFalse(bare.contains("fixed by"), bare)
  }
}
