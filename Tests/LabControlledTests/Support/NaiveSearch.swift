import LabControlled
import LabExploration
import LabLanguage

/// Every reachable state, the slow and obvious way: an oracle for searches, and for the semantics itself.
struct NaiveSearch {
  struct Limits {
    var states = 20_000
  }

  private(set) var states = 0
  private(set) var transitions = 0
  private(set) var ends = 0
  private(set) var isComplete = true
  /// Names of the actors that cannot go on, for each deadlock.
  private(set) var deadlocks: Set<[String]> = []
  private(set) var failures: Set<String> = []
  private(set) var misuses: Set<String> = []
  private(set) var limits: Set<String> = []
  private(set) var leaks: Set<String> = []
  /// Values of each outcome table's tuples, by expectation.
  private(set) var outcomes: [Int: Set<[Int64]>] = [:]
  /// Expectations that held, and that did not, in some state they speak about.
  private(set) var held: Set<Int> = []
  private(set) var violated: Set<Int> = []
  private(set) var diverged = 0
  /// Successors of each state, for what needs the graph.
  private(set) var successors: [[(actor: Int, to: Int, isProgress: Bool)]] = []
  private(set) var bytes: [[UInt8]] = []

  private let model: ControlledProgram
  private let buffer: UnsafeMutableRawPointer
  private var numbers: [[UInt8]: Int] = [:]

  init(_ model: ControlledProgram, _ limits: Limits = Limits()) {
    self.model = model
    buffer = .allocate(byteCount: model.stateSize, alignment: 16)
    let outcome = model.reset(buffer)
    guard outcome.isContinuing else {
      note(outcome)
      buffer.deallocate()
      return
    }
    add(snapshot())
    var next = 0
    while next < bytes.count {
      if bytes.count > limits.states {
        isComplete = false
        break
      }
      expand(next)
      next += 1
    }
    states = bytes.count
    buffer.deallocate()
  }

  private func snapshot() -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: buffer, count: model.stateSize))
  }

  private func restore(_ state: [UInt8]) {
    state.withUnsafeBytes { buffer.copyMemory(from: $0.baseAddress!, byteCount: state.count) }
  }

  @discardableResult
  private mutating func add(_ state: [UInt8]) -> Int {
    if let known = numbers[state] { return known }
    numbers[state] = bytes.count
    bytes.append(state)
    successors.append([])
    return bytes.count - 1
  }

  private mutating func expand(_ number: Int) {
    restore(bytes[number])
    noteState()
    if model.isEnded(buffer) {
      noteEnd()
      return
    }
    let enabled = model.enabled(buffer)
    if enabled.isEmpty {
      let stuck = model.unfinished(buffer)
      deadlocks.insert(
        (0..<model.actorCount).filter { stuck.contains($0) }.map { model.program.actors[$0].name })
      return
    }
    for actor in 0..<model.actorCount where enabled.contains(actor) {
      restore(bytes[number])
      for alternative in model.alternatives(of: actor, buffer) {
        restore(bytes[number])
        transitions += 1
        let outcome = model.step(actor, alternative: alternative, buffer)
        guard outcome.isContinuing else {
          note(outcome)
          continue
        }
        let target = add(snapshot())
        successors[number].append((actor, target, outcome.contains(.progress)))
      }
    }
  }

  private mutating func note(_ outcome: StepOutcome) {
    let failure = model.lastFailure
    let text = "\(failure?.message ?? "?") @\(model.program.actors[failure?.actor ?? 0].name)"
    if outcome.contains(.diverged) { diverged += 1 }
    if outcome.contains(.misused) { misuses.insert(text) }
    if outcome.contains(.failed) {
      if failure?.kind == .limit { limits.insert(text) } else { failures.insert(text) }
    }
  }

  private func value(_ expression: StateExpression) -> Int64? {
    let view = model.view(buffer)
    return try? expression.evaluate(
      cell: { view.cell($0) }, local: { view.local(actor: $0, $1) },
      forked: { view.forked(actor: $0, cell: $1) }, in: model.program)
  }

  private mutating func judge(_ expression: StateExpression, _ index: Int) {
    if value(expression) ?? 0 != 0 { held.insert(index) } else { violated.insert(index) }
  }

  private mutating func noteState() {
    for (index, expectation) in model.program.expectations.enumerated() where expectation.isApplicable {
      switch expectation.property {
      case .always(let expression), .possible(let expression): judge(expression, index)
      default: break
      }
    }
  }

  private mutating func noteEnd() {
    ends += 1
    for cell in model.leaks(buffer) { leaks.insert(model.name(ofNumber: UInt32(cell))) }
    for (index, expectation) in model.program.expectations.enumerated() where expectation.isApplicable {
      switch expectation.property {
      case .finally(let expression), .possibleFinally(let expression): judge(expression, index)
      case .outcomes(let expressions, _):
        outcomes[index, default: []].insert(expressions.compactMap { value($0) })
      default: break
      }
    }
  }
}
