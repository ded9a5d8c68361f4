import LabTrace

/// Which locks were held at which accesses: one entry for each variable, thread, segment, set of locks, place and
/// kind of access, with a count.
struct LockedAccesses {
  struct Entry {
    var thread: Int32
    var segment: Int32
    /// Node of the `LocksetTree`.
    var node: Int32
    var site: SiteID
    var isWrite: Bool
    /// Inside an `atomic { }`, which is a lock of its own.
    var isInside: Bool
    var first: UInt32
    var count: Int
    /// The entry of the same variable before this one, -1 for none.
    var before: Int32
  }

  private(set) var entries: [Entry] = []
  /// By object: the entry noted last, -1 for none.
  private var heads: [Int32]

  init(objects: Int) { heads = Array(repeating: -1, count: objects) }

  @inline(__always)
  mutating func add(_ event: Event, _ object: Int, thread: Int, segment: Int, node: Int) {
    let isWrite = event.kind != .read
    let isInside = event.flags.contains(.insideAtomicBlock)
    var known = Int(heads[object])
    // Threads come one after the other: entries of earlier threads are further down.
    while known >= 0, entries[known].thread == Int32(truncatingIfNeeded: thread),
      entries[known].segment == Int32(truncatingIfNeeded: segment)
    {
      if entries[known].node == Int32(truncatingIfNeeded: node), entries[known].site == event.site,
        entries[known].isWrite == isWrite, entries[known].isInside == isInside
      {
        entries[known].count += 1
        return
      }
      known = Int(entries[known].before)
    }
    entries.append(
      Entry(
        thread: Int32(truncatingIfNeeded: thread), segment: Int32(truncatingIfNeeded: segment),
        node: Int32(truncatingIfNeeded: node), site: event.site, isWrite: isWrite, isInside: isInside,
        first: event.sequence, count: 1, before: heads[object]))
    heads[object] = Int32(truncatingIfNeeded: entries.count - 1)
  }

  /// The entries of an object, in the order of their first accesses, thread after thread.
  func entries(of object: Int) -> [Entry] {
    var result: [Entry] = []
    var index = Int(heads[object])
    while index >= 0 {
      result.append(entries[index])
      index = Int(entries[index].before)
    }
    return result.reversed()
  }
}
