/// Why a text is no schedule of a program.
package enum ScheduleError: Error, Hashable, Sendable {
  /// The word has not the form of a step; its position counts from 1.
  case badStep(word: String, position: Int)
  case unknownActor(word: String, position: Int, known: [String])
  case ambiguousActor(word: String, position: Int, candidates: [String])
  case tooLong(limit: Int)

  /// One sentence without a full stop, starting in lower case.
  package var message: String {
    switch self {
    case .badStep(let word, let position):
      "step \(position): '\(word)' is no step: write ACTOR, ACTOR*COUNT, ACTOR:ALTERNATIVE, ACTOR! or ACTOR~"
    case .unknownActor(let word, let position, let known):
      "step \(position): no actor is called '\(word)': there are \(known.joined(separator: ", "))"
    case .ambiguousActor(let word, let position, let candidates):
      "step \(position): '\(word)' may be \(candidates.joined(separator: " or "))"
    case .tooLong(let limit):
      "the schedule has more than \(limit) steps"
    }
  }
}
