import LabTrace

/// What an actor does over a stretch of the timeline.
struct BarSegment: Hashable {
  enum Phase: Hashable {
    case absent
    case running
    case sleeping
    case waiting(LogState.Wait)
  }

  var phase: Phase
  /// Locks held and sections entered, oldest first, each once.
  var held: [ObjectID]
  /// Positions on the scale, from and up to.
  var start: UInt64
  var end: UInt64
}

/// The timeline cut into segments, actor by actor.
struct BarTimeline {
  /// How positions follow from events.
  enum Scale: Hashable {
    /// Proportional to time.
    case time
    /// One unit an event.
    case order
  }

  let scale: Scale
  /// Length of the scale.
  let length: UInt64
  /// Nanoseconds from the first event to the last.
  let duration: UInt64
  /// By thread; the lab's own is empty.
  private(set) var segments: [[BarSegment]]
  /// Marks of the program, by thread.
  private(set) var marks: [[UInt64]]

  init(_ log: EventLog, order: Linearisation, columns: Int, scale wanted: Scale?) {
    let times = (first: BarTimeline.time(order, 0, log), last: BarTimeline.lastTime(order, log))
    duration = times.last - min(times.first, times.last)
    let count = UInt64(order.entries.count)
    let chosen =
      wanted ?? BarTimeline.scale(log, order, columns: columns, start: times.first, duration: duration)
    scale = chosen
    // Something behind the last event, so that what lasts for ever can be seen.
    let lasts = log.threads.contains { $0.end == .stopped }
    let span = chosen == .order ? count : duration
    length = span + max(1, span / (lasts ? 3 : 16))
    segments = log.threads.map { _ in [] }
    marks = log.threads.map { _ in [] }
    var state = LogState(log)
    var open = log.threads.map { _ in BarSegment(phase: .absent, held: [], start: 0, end: 0) }
    for position in order.entries.indices {
      let event = order.event(position, in: log)
      let thread = Int(order.entries[position].thread)
      let at = chosen == .order ? UInt64(position) : min(event.time - min(event.time, times.first), duration)
      state.apply(event, by: ThreadID(rawValue: UInt32(thread)), in: log)
      if event.kind == .mark { marks[thread].append(at) }
      let next = BarTimeline.segment(state.actors[thread], from: at)
      if next.phase != open[thread].phase || next.held != open[thread].held {
        open[thread].end = at
        if open[thread].phase != .absent { segments[thread].append(open[thread]) }
        open[thread] = next
      }
    }
    for thread in open.indices where open[thread].phase != .absent {
      open[thread].end = length
      segments[thread].append(open[thread])
    }
  }

  private static func segment(_ actor: LogState.ActorState, from start: UInt64) -> BarSegment {
    let phase: BarSegment.Phase =
      switch actor.activity {
      case .notStarted, .exited: .absent
      case .running: .running
      case .sleeping: .sleeping
      case .waiting(let wait): .waiting(wait)
      }
    var held: [ObjectID] = []
    for lock in actor.held + actor.sections where !held.contains(lock.object) { held.append(lock.object) }
    return BarSegment(phase: phase, held: held, start: start, end: start)
  }

  private static func time(_ order: Linearisation, _ position: Int, _ log: EventLog) -> UInt64 {
    order.entries.indices.contains(position) ? order.event(position, in: log).time : 0
  }

  private static func lastTime(_ order: Linearisation, _ log: EventLog) -> UInt64 {
    order.entries.indices.reduce(0) { max($0, order.event($1, in: log).time) }
  }

  /// Time, unless most events would fall into a few columns.
  private static func scale(
    _ log: EventLog, _ order: Linearisation, columns: Int, start: UInt64, duration: UInt64
  ) -> Scale {
    guard log.run.mode != .controlled, duration > 0, columns > 0 else { return .order }
    var used: [Bool] = Array(repeating: false, count: columns)
    for position in order.entries.indices {
      let time = order.event(position, in: log).time
      let share = Double(time - min(time, start)) / Double(duration)
      used[min(columns - 1, Int(share * Double(columns)))] = true
    }
    let reached = used.count(where: { $0 })
    return reached >= min(order.entries.count, columns) / 3 ? .time : .order
  }
}
