import LabTrace

/// The order that operations on one object make.
extension HappensBefore {
  mutating func applyToObject(_ event: Event, _ thread: Int, _ object: Int, at position: Int) {
    noteVersion(event, object)
    switch event.kind {
    case .lockAcquire: acquireLock(event, thread, object)
    case .lockRelease: releaseLock(event, thread, object)
    case .semaphoreWaitEnd, .eventWaitEnd: acquire(thread, objects[object].row)
    case .semaphorePost, .eventSet: accumulate(thread, object)
    case .barrierArrive: if !isWithdrawn(thread, position) { arrive(event, thread, object) }
    case .barrierPass: pass(event, thread, object)
    case .read where objects[object].kind == ObjectKind.atomic.rawValue: load(event, thread, object)
    case .write where objects[object].kind == ObjectKind.atomic.rawValue: store(event, thread, object)
    case .readModifyWrite where objects[object].kind == ObjectKind.atomic.rawValue:
      update(event, thread, object)
    default: break
    }
  }

  /// A missing version is an operation that was lost, perhaps one that would have made an order.
  @inline(__always)
  private mutating func noteVersion(_ event: Event, _ object: Int) {
    let version = event.version
    let last = objects[object].version
    guard version > last else { return }
    if version - last > 1, losses.hasLostEnds { taint(object) }
    objects[object].version = version
  }

  private mutating func taint(_ object: Int) {
    if objects[object].row < 0 { objects[object].row = clocks.make() }
    clocks.taint(objects[object].row)
    objects[object].releaser = -1
  }

  // MARK: clocks of objects

  @inline(__always)
  private func acquire(_ thread: Int, _ row: Row) {
    if row >= 0 { clocks.join(self.row(of: thread), with: row) }
  }

  /// The object knows what the thread knows, and nothing else.
  @inline(__always)
  private mutating func replace(_ thread: Int, _ object: Int) {
    if objects[object].row < 0 { objects[object].row = clocks.make() }
    clocks.copy(row(of: thread), to: objects[object].row)
    tick(thread)
  }

  /// The object knows also what the thread knows.
  @inline(__always)
  private mutating func accumulate(_ thread: Int, _ object: Int) {
    if objects[object].row < 0 { objects[object].row = clocks.make() }
    clocks.join(objects[object].row, with: row(of: thread))
    tick(thread)
  }

  // MARK: locks

  /// A reader learns of writers only.
  ///
  /// The clock of a mutex is that of its last release, who learned of all before.
  private mutating func acquireLock(_ event: Event, _ thread: Int, _ object: Int) {
    if objects[object].releaser == Int32(truncatingIfNeeded: thread) { return }
    acquire(thread, objects[object].row)
    if !event.flags.contains(.shared) { acquire(thread, objects[object].second) }
  }

  private mutating func releaseLock(_ event: Event, _ thread: Int, _ object: Int) {
    if event.flags.contains(.shared) {
      if objects[object].second < 0 { objects[object].second = clocks.make() }
      clocks.join(objects[object].second, with: row(of: thread))
      objects[object].releaser = -1
      tick(thread)
      return
    }
    let isTainted = objects[object].row >= 0 && clocks.isTainted(objects[object].row)
    replace(thread, object)
    if isTainted { clocks.taint(objects[object].row) }
    objects[object].releaser =
      objects[object].second < 0 && !isTainted ? Int32(truncatingIfNeeded: thread) : -1
  }

  // MARK: barriers

  /// An arrival that timed out before its round was complete does not count.
  ///
  /// Its thread's next event says so.
  private func isWithdrawn(_ thread: Int, _ position: Int) -> Bool {
    let events = log.threads[thread].events
    guard position + 1 < events.count else { return false }
    return events[position + 1].kind == .barrierPass && events[position + 1].flags.contains(.timedOut)
  }

  private mutating func arrive(_ event: Event, _ thread: Int, _ object: Int) {
    let round = rounds.arrive(thread, at: object, parties: log.objects[object].capacity, &clocks)
    clocks.join(round, with: row(of: thread))
    acquireTaint(of: object, to: round)
    tick(thread)
  }

  private mutating func pass(_ event: Event, _ thread: Int, _ object: Int) {
    acquireTaint(of: object, to: row(of: thread))
    guard !event.flags.contains(.timedOut), let round = rounds.pass(thread) else { return }
    clocks.join(row(of: thread), with: round.row)
    if round.isLast { clocks.free(round.row) }
  }

  private func acquireTaint(of object: Int, to row: Row) {
    let own = objects[object].row
    if own >= 0, clocks.isTainted(own) { clocks.taint(row) }
  }

  // MARK: atomics

  /// The clock of a cell is that of the release sequence that its value belongs to.
  private mutating func load(_ event: Event, _ thread: Int, _ object: Int) {
    if event.flags.contains(.insideAtomicBlock) { acquire(thread, objects[object].second) }
    // Version 0 without a cause is the initial value, which nobody wrote.
    guard event.flags.order.acquires, event.version > 0 || event.cause != .none else { return }
    if index.isBeyondEnd(event.cause) {
      joinMissing(event, thread)
    } else {
      acquire(thread, objects[object].row)
      if losses.hasLostEnds, event.cause != .none, index.index(of: event.cause) < 0 {
        clocks.taint(row(of: thread))
      }
    }
  }

  private mutating func store(_ event: Event, _ thread: Int, _ object: Int) {
    if event.flags.contains(.insideAtomicBlock) { acquire(thread, objects[object].second) }
    if event.flags.order.releases {
      replace(thread, object)
    } else if objects[object].row >= 0 {
      clocks.clear(objects[object].row)
    }
    if event.flags.contains(.insideAtomicBlock) { publishRegion(thread, object) }
  }

  private mutating func update(_ event: Event, _ thread: Int, _ object: Int) {
    if event.flags.contains(.insideAtomicBlock) { acquire(thread, objects[object].second) }
    if index.isBeyondEnd(event.cause) {
      // What the unwritten store published belongs to the release sequence.
      if objects[object].row < 0 { objects[object].row = clocks.make() }
      let writer = Int(event.cause.thread.rawValue)
      clocks.join(objects[object].row, with: row(of: writer))
      tick(writer)
      clocks.taint(objects[object].row)
    }
    if event.flags.order.acquires { acquire(thread, objects[object].row) }
    if event.flags.order.releases { accumulate(thread, object) }
    if event.flags.contains(.insideAtomicBlock) { publishRegion(thread, object) }
  }

  // MARK: atomic regions

  /// An access inside an atomic region comes after the writes of earlier regions to the same cell.
  @inline(__always)
  mutating func enterRegion(_ event: Event, _ thread: Int, _ object: Int, at position: Int) {
    if losses.hasLostEnds { noteRegion(event, thread, at: position) }
    acquire(thread, objects[object].second)
  }

  /// A missing number may be an attempt in vain, or a region that was lost; and parts of a region may be lost.
  private mutating func noteRegion(_ event: Event, _ thread: Int, at position: Int) {
    let events = log.threads[thread].events
    let before = position > 0 ? events[position - 1].sequence : 0
    if event.version > region &+ 1 || event.sequence != before &+ 1 { hasLostRegions = true }
    region = max(region, event.version)
    if hasLostRegions { clocks.taint(row(of: thread)) }
    let isLastKept = position + 1 == events.count && log.threads[thread].lost > 0
    if isLastKept || position + 1 < events.count && events[position + 1].sequence != event.sequence &+ 1 {
      hasLostRegions = true
    }
  }

  /// A write inside an atomic region comes before the accesses of later regions to the same cell.
  mutating func publishRegion(_ thread: Int, _ object: Int) {
    if objects[object].second < 0 { objects[object].second = clocks.make() }
    clocks.join(objects[object].second, with: row(of: thread))
    tick(thread)
  }
}
