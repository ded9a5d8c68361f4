/// What `synclab inspect` can show.
enum InspectView: String, CaseIterable, Sendable {
  case lanes
  case waits
  case locks
  case races
  case hb
  case state
  case steps
  case findings

  /// One sentence for the help.
  var help: String {
    switch self {
    case .lanes: "findings, bars to scale and steps: the whole story on one page"
    case .waits: "who waited for what, how long and because of whom; what was contended; who waits for whom"
    case .locks: "how long locks were held, which is taken under which, which variables they guard"
    case .races: "each race in two columns, and what keeps the other variables safe"
    case .hb: "happens-before: who handed over to whom; with --at what comes before and after a step"
    case .state: "who does, holds and waits for what, and the state of every object"
    case .steps: "a row for each event, with long repetitions folded"
    case .findings: "only the findings"
    }
  }

  /// The options that mean something to it.
  var options: [String] {
    switch self {
    case .lanes, .steps: ["--from", "--to", "--limit"]
    case .waits: ["--at", "--limit"]
    case .hb: ["--at", "--and", "--limit"]
    case .state: ["--at"]
    case .locks, .races, .findings: []
    }
  }
}
