import LabExploration

/// What a search must find, found by brute force: breadth-first, in dictionaries, with nothing clever.
struct NaiveFindings: Hashable {
  var failures: Set<UInt64> = []
  var deadlocks: Set<ActorSet> = []
  var ends: Set<[UInt8]> = []
  var pendingRaces: Set<UInt32> = []
  /// The values that the watched cells have in some reachable state.
  var valuations: Set<[UInt8]> = []
}

struct NaiveSearch {
  var findings = NaiveFindings()
  var states = 0
  var transitions = 0
  /// Whether the limit was not reached.
  var isComplete = true

  init(_ model: ToyProgram, watching watched: [Int], limit: Int) {
    let size = model.stateSize
    var initial = [UInt8](repeating: 0, count: size)
    let outcome = initial.withUnsafeMutableBytes { model.reset($0.baseAddress!) }
    guard outcome.isContinuing else {
      findings.failures.insert(Self.initialFailure)
      return
    }
    var seen: Set = [initial]
    var queue = [initial]
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      if seen.count > limit {
        isComplete = false
        break
      }
      for next in visit(state, model, watched) where seen.insert(next).inserted { queue.append(next) }
    }
    states = seen.count
  }

  static let initialFailure = UInt64.max

  /// Which failure it is: the actor, where it is, and how it failed.
  static func key(_ model: ToyProgram, _ outcome: StepOutcome, _ actor: Int, _ line: Int) -> UInt64 {
    UInt64(outcome.rawValue & 11) << 32 | UInt64(actor) << 16 | UInt64(line)
  }

  private mutating func visit(_ state: [UInt8], _ model: ToyProgram, _ watched: [Int]) -> [[UInt8]] {
    var successors: [[UInt8]] = []
    state.withUnsafeBytes { bytes in
      let base = bytes.baseAddress!
      findings.valuations.insert(watched.map { UInt8(model.cell($0, base)) })
      collectRaces(base, model)
      if model.isEnded(base) {
        findings.ends.insert(state)
        return
      }
      var isStuck = true
      for actor in 0..<model.actorCount {
        for alternative in model.alternatives(of: actor, base) {
          isStuck = false
          transitions += 1
          var next = state
          let outcome = next.withUnsafeMutableBytes {
            model.step(actor, alternative: alternative, $0.baseAddress!)
          }
          if outcome.isContinuing {
            successors.append(next)
          } else {
            findings.failures.insert(Self.key(model, outcome, actor, model.line(actor, base)))
          }
        }
      }
      if isStuck { findings.deadlocks.insert(model.unfinished(base)) }
    }
    return successors
  }

  private mutating func collectRaces(_ state: UnsafeRawPointer, _ model: ToyProgram) {
    var pending: [(actor: Int, access: Access)] = []
    let room = UnsafeMutablePointer<Access>.allocate(capacity: 8)
    defer { room.deallocate() }
    for actor in 0..<model.actorCount where model.unfinished(state).contains(actor) {
      let count = model.accesses(of: actor, alternative: 0, state, into: room)
      for index in 0..<count { pending.append((actor, room[index])) }
    }
    for (index, one) in pending.enumerated() {
      for other in pending[..<index]
      where one.actor != other.actor && one.access.object == other.access.object
        && (one.access.isWrite || other.access.isWrite) && (one.access.isPlain || other.access.isPlain)
      {
        findings.pendingRaces.insert(one.access.object)
      }
    }
  }
}
