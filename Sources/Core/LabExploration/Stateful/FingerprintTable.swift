/// Visited states by their fingerprints: open addressing with linear probing, 8 bytes a slot, 12 with marks.
///
/// A fingerprint's home is its share of the table, so that growing is one pass over both tables in order.
@usableFromInline
package struct FingerprintTable: VisitedStates, ~Copyable {
  @usableFromInline package var slots: UnsafeMutablePointer<UInt64>
  @usableFromInline package var marks: UnsafeMutablePointer<UInt32>?
  @usableFromInline package var capacity: Int
  /// The count at which to grow.
  @usableFromInline package var threshold: Int
  @usableFromInline package private(set) var peakBytes: Int
  @usableFromInline package var count = 0

  @inlinable
  package init(hasher: StateHasher, hasMarks: Bool) { self.init(capacity: 4096, hasMarks: hasMarks) }

  @usableFromInline
  package init(capacity: Int, hasMarks: Bool) {
    self.capacity = capacity
    threshold = Self.threshold(capacity)
    slots = Self.zeroed(capacity)
    marks = hasMarks ? Self.zeroed(capacity) : nil
    peakBytes = capacity * (hasMarks ? 12 : 8)
  }

  deinit {
    slots.deallocate()
    marks?.deallocate()
  }

  @usableFromInline package var bytes: Int { capacity * (marks == nil ? 8 : 12) }

  @inlinable
  package mutating func makeRoom(limit: Int) -> Bool { count < threshold || grow(limit: limit) }

  @inlinable
  package mutating func insert(_ state: UnsafeRawPointer, hash: UInt64) -> Int {
    var slot = home(hash)
    while true {
      let found = slots[slot]
      if found == hash { return ~slot }
      if found == 0 {
        slots[slot] = hash
        count &+= 1
        return slot
      }
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
  }

  @inlinable package static var isExact: Bool { false }

  @inlinable
  package func isKnown(_ state: UnsafeRawPointer?, hash: UInt64) -> Bool {
    var slot = home(hash)
    while true {
      let found = slots[slot]
      if found == hash { return true }
      if found == 0 { return false }
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
  }

  @inlinable
  package func touch(hash: UInt64) -> UInt64 { slots[home(hash)] }

  @inlinable
  package func slot(of state: UnsafeRawPointer, hash: UInt64) -> Int {
    var slot = home(hash)
    while slots[slot] != hash {
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
    return slot
  }

  @inlinable
  package func mark(at slot: Int) -> UInt32 { marks.unsafelyUnwrapped[slot] }

  @inlinable
  package mutating func setMark(_ mark: UInt32, at slot: Int) { marks.unsafelyUnwrapped[slot] = mark }

  @inlinable
  package func home(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: capacity)).high)
  }

  /// Three quarters: beyond, linear probing gets slow.
  private static func threshold(_ capacity: Int) -> Int { capacity / 4 * 3 }

  /// Grows by two thirds: old and new together stay below 40 bytes a state.
  @usableFromInline
  package mutating func grow(limit: Int) -> Bool {
    let slotBytes = marks == nil ? 8 : 12
    // While the table grows there are two of it.
    let most = max(0, limit - bytes) / slotBytes
    let wanted = capacity < 1 << 16 ? capacity * 4 : capacity / 3 * 5
    let larger = min(wanted, most)
    guard larger > capacity + capacity / 8 else {
      // Slow is better than nothing: fill what is there.
      threshold = max(threshold, min(capacity / 20 * 19, capacity - 1))
      return count < threshold
    }
    let oldSlots = slots
    let oldMarks = marks
    let oldCapacity = capacity
    slots = Self.zeroed(larger)
    marks = oldMarks == nil ? nil : Self.zeroed(larger)
    capacity = larger
    threshold = Self.threshold(larger)
    peakBytes = max(peakBytes, (oldCapacity + larger) * slotBytes)
    for index in 0..<oldCapacity where oldSlots[index] != 0 {
      var slot = home(oldSlots[index])
      while slots[slot] != 0 {
        slot &+= 1
        if slot == capacity { slot = 0 }
      }
      slots[slot] = oldSlots[index]
      if let marks, let oldMarks { marks[slot] = oldMarks[index] }
    }
    oldSlots.deallocate()
    oldMarks?.deallocate()
    return true
  }

  private static func zeroed<Word: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Word> {
    let memory = UnsafeMutablePointer<Word>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }
}
