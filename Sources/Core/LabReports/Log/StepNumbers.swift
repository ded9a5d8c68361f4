import LabTrace

/// The numbers by which people name the events of a run: those of the steps view.
package struct StepNumbers: Sendable {
  package let order: Linearisation
  private let log: EventLog
  /// By thread: the position of each of its events.
  private let positions: [[Int32]]

  package init(_ log: EventLog) {
    self.log = log
    order = Linearisation(log)
    var positions = log.threads.map { Array(repeating: Int32(-1), count: $0.events.count) }
    for (position, entry) in order.entries.enumerated() {
      positions[Int(entry.thread)][Int(entry.index)] = Int32(position)
    }
    self.positions = positions
  }

  /// The last step of the run, 0 for an empty one.
  package var last: Int { order.entries.indices.last.map { order.step($0, in: log) } ?? 0 }

  /// The step that an event is; nil for the lab's own and for what is not in the log.
  package func step(of reference: EventReference) -> Int? {
    guard let index = log.index(of: reference) else { return nil }
    let position = Int(positions[Int(reference.thread.rawValue)][index])
    return position < 0 ? nil : order.step(position, in: log)
  }

  /// The event that a step is, the first of several; nil if there is no such step.
  package func event(ofStep step: Int) -> EventReference? {
    guard let last = order.position(ofStep: step, in: log), order.step(last, in: log) == step else {
      return nil
    }
    var position = last
    while position > 0, order.step(position - 1, in: log) == step { position -= 1 }
    return order.reference(position, in: log)
  }
}
