/// Some steps from one state, with the fingerprints of the states they lead to, and at first these states.
@usableFromInline
package struct StepBatch: ~Copyable {
  @usableFromInline package var hashes: UnsafeMutablePointer<UInt64>
  /// Actor in the lower half, alternative in the upper.
  @usableFromInline package var steps: UnsafeMutablePointer<UInt64>
  @usableFromInline package var states: UnsafeMutableRawPointer
  @usableFromInline package var capacity: Int
  @usableFromInline package var count = 0
  /// The next one to be taken.
  @usableFromInline package var cursor = 0
  @usableFromInline package var hasStates = false
  @usableFromInline package let stateSize: Int
  /// Where reads go that only warm the cache.
  @usableFromInline package var sink: UInt64 = 0

  @usableFromInline
  package init(stateSize: Int) {
    self.stateSize = stateSize
    capacity = 16
    hashes = .allocate(capacity: capacity)
    steps = .allocate(capacity: capacity)
    states = .allocate(byteCount: capacity * max(8, stateSize), alignment: 16)
  }

  deinit {
    hashes.deallocate()
    steps.deallocate()
    states.deallocate()
  }

  @inlinable
  package mutating func clear(hasStates: Bool) {
    count = 0
    cursor = 0
    self.hasStates = hasStates
  }

  /// Adds a step and returns the place of its state.
  @inlinable
  package mutating func add(_ actor: Int, _ alternative: Int) -> UnsafeMutableRawPointer {
    if count == capacity { grow(count + 1) }
    steps[count] = UInt64(truncatingIfNeeded: actor) | UInt64(truncatingIfNeeded: alternative) << 32
    let state = states + count &* stateSize
    count &+= 1
    return state
  }

  @inlinable
  package mutating func makeRoom(_ count: Int) {
    if count > capacity { grow(count) }
  }

  @usableFromInline
  package mutating func grow(_ least: Int) {
    let larger = max(capacity * 2, least)
    let moreHashes = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    let moreSteps = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    let moreStates = UnsafeMutableRawPointer.allocate(byteCount: larger * max(8, stateSize), alignment: 16)
    moreHashes.update(from: hashes, count: count)
    moreSteps.update(from: steps, count: count)
    moreStates.copyMemory(from: states, byteCount: count * stateSize)
    hashes.deallocate()
    steps.deallocate()
    states.deallocate()
    hashes = moreHashes
    steps = moreSteps
    states = moreStates
    capacity = larger
  }

  @inlinable
  package func actor(_ index: Int) -> Int { Int(truncatingIfNeeded: steps[index] & 0xFFFF_FFFF) }

  @inlinable
  package func alternative(_ index: Int) -> Int { Int(truncatingIfNeeded: steps[index] >> 32) }

  /// The state that a step leads to, if it is there.
  @inlinable
  package func state(_ index: Int) -> UnsafeMutableRawPointer? {
    hasStates ? states + index &* stateSize : nil
  }

  @inlinable
  package mutating func move(_ index: Int, to place: Int) {
    if index == place { return }
    hashes[place] = hashes[index]
    steps[place] = steps[index]
    if hasStates {
      (states + place &* stateSize).copyMemory(from: states + index &* stateSize, byteCount: stateSize)
    }
  }
}
