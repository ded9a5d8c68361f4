import LabTrace

/// Finds data races by FastTrack: two conflicting plain accesses that happens-before does not order.
///
/// Precise for the order that the log shows: if accesses to a variable race, at least one race on it is found, and
/// what is found is a race. Time stamps play no part.
///
/// - Complexity: linear in the events, times a word a thread where clocks are joined or copied.
package struct RaceDetector {
  private(set) var table: RaceTable
  /// How often the log contradicted itself; what comes after the first time is not judged.
  private(set) var contradictions = 0
  /// Accesses that could not be judged, because events are missing or the log contradicts itself.
  private(set) var unjudged = 0
  /// Events of all threads.
  package private(set) var eventCount = 0
  let losses: Losses
  /// There are too many threads to keep clocks for.
  private(set) var isRefused = false

  private var shadow: ShadowMemory
  /// Accesses inside atomic regions have cells of their own from here on; 0 if there are none.
  private let firstInside: Int
  private let objectCount: Int

  /// Looks at a whole log.
  package init(_ log: EventLog) {
    let index = EventIndex(log)
    losses = Losses(log)
    table = RaceTable(log, index: index)
    objectCount = log.objects.count
    firstInside = Self.hasRegions(log) ? objectCount : 0
    shadow = ShadowMemory(cells: objectCount + firstInside)
    guard var order = HappensBefore(log, index: index, losses: losses) else {
      isRefused = true
      return
    }
    var sequence = CausalOrder(log, index: index)
    sequence.run { thread, position, event, isSound in
      eventCount += 1
      if order.losses.hasLostEnds { order.noteSequence(event, thread, at: position) }
      if event.isPlainAccess {
        access(event, thread, at: position, isSound, &order)
      } else {
        order.apply(event, thread, at: position)
      }
    }
    contradictions = sequence.relaxed
  }

  private static func hasRegions(_ log: EventLog) -> Bool {
    log.threads.contains { thread in
      thread.events.contains { $0.flags.contains(.insideAtomicBlock) && $0.isPlainAccess }
    }
  }

  /// The number of different races: pairs of source lines and a declaration.
  package var raceCount: Int { table.races.count }

  @inline(__always)
  private mutating func access(
    _ event: Event, _ thread: Int, at position: Int, _ isSound: Bool, _ order: inout HappensBefore
  ) {
    let object = Int(event.object.rawValue) - 1
    guard object >= 0, object < objectCount else { return }
    let isInside = event.flags.contains(.insideAtomicBlock)
    if isInside { order.enterRegion(event, thread, object, at: position) }
    if isSound, order.isInformed(thread) {
      let row = order.row(of: thread)
      let epoch = ShadowMemory.epoch(thread, order.clocks[row, thread])
      let cell = isInside ? firstInside + object : object
      if event.kind == .read {
        read(event, thread, cell, epoch, &order)
      } else {
        write(event, thread, cell, epoch, &order)
      }
    } else {
      unjudged += 1
    }
    if isInside, event.kind == .write { order.publishRegion(thread, object) }
  }

  @inline(__always)
  private mutating func read(
    _ event: Event, _ thread: Int, _ cell: Int, _ epoch: UInt64, _ order: inout HappensBefore
  ) {
    if shadow.hasRead(cell, thread, epoch, order.clocks) { return }
    let row = order.row(of: thread)
    let object = cell < objectCount ? cell : cell - firstInside
    report(object, shadow.unorderedWrite(object, row, order.clocks), event, thread)
    if firstInside > 0, cell < objectCount {
      report(object, shadow.unorderedWrite(firstInside + object, row, order.clocks), event, thread)
    }
    shadow.read(cell, thread, epoch, event.sequence, row, &order.clocks)
  }

  @inline(__always)
  private mutating func write(
    _ event: Event, _ thread: Int, _ cell: Int, _ epoch: UInt64, _ order: inout HappensBefore
  ) {
    if shadow.hasWritten(cell, epoch) { return }
    let object = cell < objectCount ? cell : cell - firstInside
    check(object, object, event, thread, order)
    if firstInside > 0, cell < objectCount { check(firstInside + object, object, event, thread, order) }
    shadow.write(cell, epoch, event.sequence, forgetsReads: cell < objectCount, &order.clocks)
  }

  /// A write against all that a cell remembers.
  @inline(__always)
  private mutating func check(
    _ cell: Int, _ object: Int, _ event: Event, _ thread: Int, _ order: borrowing HappensBefore
  ) {
    let row = order.row(of: thread)
    report(object, shadow.unorderedWrite(cell, row, order.clocks), event, thread)
    if shadow.cells[cell].reads < 0 {
      report(object, shadow.unorderedRead(cell, row, order.clocks), event, thread)
    } else {
      for read in shadow.unorderedReads(cell, row, order.clocks) { report(object, read, event, thread) }
    }
  }

  @inline(__always)
  private mutating func report(_ object: Int, _ earlier: EventReference, _ event: Event, _ thread: Int) {
    if earlier != .none { table.add(object, earlier, event, thread: thread) }
  }
}
