/// Visited states with all their bytes: nothing is left out, at the price of memory.
///
/// Open addressing over slots of 32 bits of the hash and a 32-bit index; the states lie in chunks that never move.
@usableFromInline
package struct ExactStateTable: VisitedStates, ~Copyable {
  @usableFromInline package var slots: UnsafeMutablePointer<UInt64>
  @usableFromInline package var capacity: Int
  @usableFromInline package var chunks: UnsafeMutablePointer<UnsafeMutableRawPointer>
  @usableFromInline package var chunkCount = 0
  @usableFromInline package var chunkCapacity = 16
  @usableFromInline package let hasher: StateHasher
  @usableFromInline package let stateSize: Int
  /// Bytes of an entry: the state, and 8 more for its mark if there are marks.
  @usableFromInline package let entrySize: Int
  @usableFromInline package var count = 0
  @usableFromInline package private(set) var peakBytes = 0

  /// States in a chunk, as a power of two.
  @usableFromInline package static var chunkShift: Int { 12 }

  @usableFromInline
  package init(hasher: StateHasher, hasMarks: Bool) {
    self.hasher = hasher
    stateSize = hasher.stateSize
    entrySize = stateSize + (hasMarks ? 8 : 0)
    capacity = 4096
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: 0, count: capacity)
    chunks = .allocate(capacity: chunkCapacity)
    peakBytes = capacity * 8
  }

  deinit {
    slots.deallocate()
    for index in 0..<chunkCount { chunks[index].deallocate() }
    chunks.deallocate()
  }

  @usableFromInline package var bytes: Int { capacity * 8 + chunkCapacity * 8 + chunkCount * chunkBytes }

  private var chunkBytes: Int { entrySize << Self.chunkShift }

  @inlinable
  package mutating func makeRoom(limit: Int) -> Bool {
    (count < capacity / 4 * 3 && count < chunkCount << Self.chunkShift) || grow(limit: limit)
  }

  @inlinable
  package mutating func insert(_ state: UnsafeRawPointer, hash: UInt64) -> Int {
    let tag = hash >> 32
    var slot = home(hash)
    while true {
      let found = slots[slot]
      if found == 0 {
        slots[slot] = tag << 32 | UInt64(truncatingIfNeeded: count &+ 1)
        let place = entry(count)
        place.copyMemory(from: state, byteCount: stateSize)
        if entrySize > stateSize { place.storeBytes(of: 0, toByteOffset: stateSize, as: UInt64.self) }
        count &+= 1
        return slot
      }
      if found >> 32 == tag && isEqual(state, slot) { return ~slot }
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
  }

  @inlinable package static var isExact: Bool { true }

  @inlinable
  package func isKnown(_ state: UnsafeRawPointer?, hash: UInt64) -> Bool {
    guard let state else { return false }
    var slot = home(hash)
    while true {
      let found = slots[slot]
      if found == 0 { return false }
      if found >> 32 == hash >> 32 && isEqual(state, slot) { return true }
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
  }

  @inlinable
  package func touch(hash: UInt64) -> UInt64 { slots[home(hash)] }

  @inlinable
  package func slot(of state: UnsafeRawPointer, hash: UInt64) -> Int {
    var slot = home(hash)
    while slots[slot] >> 32 != hash >> 32 || !isEqual(state, slot) {
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
    return slot
  }

  /// The number of the state in a slot: they count from 0 in the order of their arrival.
  @inlinable
  package func index(at slot: Int) -> Int { Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) &- 1 }

  /// The bytes of a state by its number.
  @inlinable
  package func state(_ index: Int) -> UnsafeRawPointer { UnsafeRawPointer(entry(index)) }

  @inlinable
  package func mark(at slot: Int) -> UInt32 {
    entry(index(at: slot)).load(fromByteOffset: stateSize, as: UInt32.self)
  }

  @inlinable
  package mutating func setMark(_ mark: UInt32, at slot: Int) {
    entry(index(at: slot)).storeBytes(of: mark, toByteOffset: stateSize, as: UInt32.self)
  }

  @inlinable
  package func entry(_ index: Int) -> UnsafeMutableRawPointer {
    chunks[index >> Self.chunkShift] + (index & (1 << Self.chunkShift &- 1)) &* entrySize
  }

  /// The home of a hash comes from its lower half, which is no part of the tag.
  @inlinable
  package func home(_ hash: UInt64) -> Int {
    Int(
      truncatingIfNeeded: (hash << 32).multipliedFullWidth(by: UInt64(truncatingIfNeeded: capacity)).high)
  }

  @inlinable
  package func isEqual(_ state: UnsafeRawPointer, _ slot: Int) -> Bool {
    let place = entry(index(at: slot))
    var offset = 0
    while offset < stateSize {
      if state.load(fromByteOffset: offset, as: UInt64.self)
        != place.load(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset &+= 8
    }
    return true
  }

  @usableFromInline
  package mutating func grow(limit: Int) -> Bool {
    if count >= chunkCount << Self.chunkShift {
      // Indices have 32 bits, and 0 stands for an empty slot.
      guard bytes + chunkBytes + chunkCapacity * 16 <= limit, count < 0xFFFF_0000 else { return false }
      addChunk()
    }
    if count >= capacity / 4 * 3 {
      let larger = capacity * 2
      guard bytes + larger * 8 <= limit else { return count < capacity / 20 * 19 }
      peakBytes = max(peakBytes, bytes + larger * 8)
      rebuild(larger)
    }
    peakBytes = max(peakBytes, bytes)
    return true
  }

  private mutating func addChunk() {
    if chunkCount == chunkCapacity {
      let larger = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: chunkCapacity * 2)
      larger.moveInitialize(from: chunks, count: chunkCount)
      chunks.deallocate()
      chunks = larger
      chunkCapacity *= 2
    }
    (chunks + chunkCount).initialize(to: .allocate(byteCount: chunkBytes, alignment: 16))
    chunkCount += 1
  }

  private mutating func rebuild(_ larger: Int) {
    slots.deallocate()
    slots = .allocate(capacity: larger)
    slots.initialize(repeating: 0, count: larger)
    capacity = larger
    for index in 0..<count {
      let hash = hasher.hash(entry(index))
      var slot = home(hash)
      while slots[slot] != 0 {
        slot &+= 1
        if slot == capacity { slot = 0 }
      }
      slots[slot] = (hash >> 32) << 32 | UInt64(index + 1)
    }
  }
}
