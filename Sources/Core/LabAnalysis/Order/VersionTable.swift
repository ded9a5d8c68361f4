import LabTrace

/// Which operations of each object are still to come, by version.
///
/// The order that it keeps is total per object: an event may go when none with a smaller version is left. Reads of
/// an atomic share the version of the write they saw, and stand between that write and the next one.
///
/// One slot of eight bytes for each version: versions of a sound log have no gaps worth mentioning. An object
/// whose versions are sparse (numbers of atomic regions, a damaged log) gets a sorted list instead and pays a
/// binary search.
struct VersionTable: ~Copyable {
  private struct Slot {
    /// Events left, and whether the write that the others of this version have read is among them.
    var left: UInt32 = 0
    /// First of the threads that wait for this version, -1 for none.
    var waiter: Int32 = -1

    static var writePending: UInt32 { 1 << 31 }
  }

  /// Where an event stands: the index of its slot, or negative for none.
  typealias Position = Int

  private let objectCount: Int
  private var slots: UnsafeMutableBufferPointer<Slot>
  /// Per sequencer: first slot, first slot that has events left, one past the last slot.
  private var first: [Int]
  private var current: [Int]
  private var end: [Int]
  /// Versions in ascending order of the sequencers that have a list; empty for the others.
  private var lists: [[UInt32]]

  init(_ log: borrowing EventLog) {
    objectCount = log.objects.count
    var counts = [Int](repeating: 0, count: objectCount + 1)
    var greatest = [UInt32](repeating: 0, count: objectCount + 1)
    for thread in log.threads {
      for event in thread.events {
        let sequencer = Self.sequencer(of: event, objectCount)
        guard sequencer >= 0 else { continue }
        counts[sequencer] += 1
        greatest[sequencer] = max(greatest[sequencer], event.version)
      }
    }
    let isSparse = counts.indices.map { Int(greatest[$0]) > 2 * counts[$0] + 2 }
    lists = Self.versions(log, of: isSparse)
    first = []
    var total = 0
    for sequencer in counts.indices {
      first.append(total)
      if isSparse[sequencer] {
        total += lists[sequencer].count
      } else if counts[sequencer] > 0 {
        total += Int(greatest[sequencer]) + 1
      }
    }
    current = first
    end = Array(first.dropFirst()) + [total]
    slots = .allocate(capacity: max(1, total))
    slots.initialize(repeating: Slot())
    fill(log)
  }

  deinit { slots.deallocate() }

  /// What orders an event: its object, all atomic regions together (the index after the objects), or -1.
  @inline(__always)
  private static func sequencer(of event: Event, _ objectCount: Int) -> Int {
    guard event.version > 0 else { return -1 }
    switch event.kind {
    case .read, .write, .readModifyWrite:
      if event.flags.contains(.plain) { return event.flags.contains(.insideAtomicBlock) ? objectCount : -1 }
    case .lockAcquire, .lockRelease, .semaphoreWaitEnd, .semaphorePost, .barrierArrive, .barrierPass,
      .eventSet, .eventReset, .eventWaitEnd:
      break
    default: return -1
    }
    let object = Int(event.object.rawValue)
    return object > 0 && object <= objectCount ? object - 1 : -1
  }

  private static func versions(_ log: borrowing EventLog, of isSparse: [Bool]) -> [[UInt32]] {
    var lists = [[UInt32]](repeating: [], count: isSparse.count)
    guard isSparse.contains(true) else { return lists }
    for thread in log.threads {
      for event in thread.events {
        let sequencer = sequencer(of: event, isSparse.count - 1)
        guard sequencer >= 0, isSparse[sequencer], lists[sequencer].last != event.version else { continue }
        lists[sequencer].append(event.version)
      }
    }
    return lists.map { list in
      var unique: [UInt32] = []
      for version in list.sorted() where version != unique.last { unique.append(version) }
      return unique
    }
  }

  private mutating func fill(_ log: borrowing EventLog) {
    for thread in log.threads {
      for event in thread.events {
        let position = position(of: event)
        guard position >= 0 else { continue }
        slots[position].left += 1
        if Self.isAtomicWrite(event) { slots[position].left |= Slot.writePending }
      }
    }
    for sequencer in current.indices { advance(sequencer) }
  }

  /// The slot of an event, negative if nothing but its thread and its cause orders it.
  @inline(__always)
  func position(of event: Event) -> Position {
    let sequencer = Self.sequencer(of: event, objectCount)
    guard sequencer >= 0 else { return -1 }
    if lists[sequencer].isEmpty { return first[sequencer] + Int(event.version) }
    return first[sequencer] + lists[sequencer].lowerBound(of: event.version)
  }

  @inline(__always)
  private static func isAtomicWrite(_ event: Event) -> Bool {
    (event.kind == .write || event.kind == .readModifyWrite) && !event.flags.contains(.plain)
  }

  /// Whether everything that stands before this event on its object has gone.
  @inline(__always)
  func mayGo(_ event: Event, at position: Position) -> Bool {
    let now = current[Self.sequencer(of: event, objectCount)]
    if position != now { return position < now }
    return slots[position].left & Slot.writePending == 0 || event.kind != .read
      || event.flags.contains(.plain)
  }

  /// Notes that an event has gone.
  /// - Returns: The slot whose waiting threads may look again, -1 for none.
  @inline(__always)
  mutating func remove(_ event: Event, at position: Position) -> Position {
    var left = slots[position].left
    let hadWrite = left & Slot.writePending != 0
    if Self.isAtomicWrite(event) { left &= ~Slot.writePending }
    if left & ~Slot.writePending > 0 { left -= 1 }
    if left == Slot.writePending { left = 0 }
    slots[position].left = left
    if left > 0 { return hadWrite && left & Slot.writePending == 0 ? position : -1 }
    let sequencer = Self.sequencer(of: event, objectCount)
    guard position == current[sequencer] else { return -1 }
    advance(sequencer)
    return current[sequencer] < end[sequencer] ? current[sequencer] : -1
  }

  @inline(__always)
  private mutating func advance(_ sequencer: Int) {
    var index = current[sequencer]
    let end = end[sequencer]
    while index < end, slots[index].left == 0 { index += 1 }
    current[sequencer] = index
  }

  /// First of the threads that wait at a slot; the rest of the chain is the caller's.
  subscript(waiterAt position: Position) -> Int32 {
    get { slots[position].waiter }
    set { slots[position].waiter = newValue }
  }
}

extension Array where Element: Comparable {
  /// Index of the first element that is not less than `value`, in a sorted array.
  func lowerBound(of value: Element) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
