public import LabPlatform
public import Synchronization

/// A substrate whose atomics are the processor's own.
///
/// The order of each access is a constant wherever a core is specialised, so that each `switch` below folds
/// away.
public protocol MachineSubstrate: Substrate {}

extension MachineSubstrate {
  /// Reads a word.
  @inlinable @inline(__always)
  public static func load(_ word: UnsafeMutablePointer<UInt32>, _ order: MemoryOrder) -> UInt32 {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed: return atomic.pointee.load(ordering: .relaxed)
    case .acquire, .release, .acquireRelease: return atomic.pointee.load(ordering: .acquiring)
    case .sequentiallyConsistent: return atomic.pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  /// Writes a word.
  @inlinable @inline(__always)
  public static func store(_ value: UInt32, to word: UnsafeMutablePointer<UInt32>, _ order: MemoryOrder) {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed: atomic.pointee.store(value, ordering: .relaxed)
    case .acquire, .release, .acquireRelease: atomic.pointee.store(value, ordering: .releasing)
    case .sequentiallyConsistent: atomic.pointee.store(value, ordering: .sequentiallyConsistent)
    }
  }

  /// Writes a word and answers what it held.
  @inlinable @inline(__always)
  public static func exchange(_ word: UnsafeMutablePointer<UInt32>, _ value: UInt32, _ order: MemoryOrder)
    -> UInt32
  {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed: return atomic.pointee.exchange(value, ordering: .relaxed)
    case .acquire: return atomic.pointee.exchange(value, ordering: .acquiring)
    case .release: return atomic.pointee.exchange(value, ordering: .releasing)
    case .acquireRelease: return atomic.pointee.exchange(value, ordering: .acquiringAndReleasing)
    case .sequentiallyConsistent: return atomic.pointee.exchange(value, ordering: .sequentiallyConsistent)
    }
  }

  /// Writes `desired` if the word holds `expected`.
  @inlinable @inline(__always)
  public static func compareExchange(
    _ word: UnsafeMutablePointer<UInt32>, _ expected: UInt32, _ desired: UInt32, _ order: MemoryOrder
  ) -> (exchanged: Bool, original: UInt32) {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case .acquire:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case .release:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case .acquireRelease:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case .sequentiallyConsistent:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    }
  }

  /// Adds, wrapping.
  @inlinable @inline(__always)
  public static func fetchAdd(_ word: UnsafeMutablePointer<UInt32>, _ value: UInt32, _ order: MemoryOrder)
    -> UInt32
  {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed: return atomic.pointee.wrappingAdd(value, ordering: .relaxed).oldValue
    case .acquire: return atomic.pointee.wrappingAdd(value, ordering: .acquiring).oldValue
    case .release: return atomic.pointee.wrappingAdd(value, ordering: .releasing).oldValue
    case .acquireRelease: return atomic.pointee.wrappingAdd(value, ordering: .acquiringAndReleasing).oldValue
    case .sequentiallyConsistent:
      return atomic.pointee.wrappingAdd(value, ordering: .sequentiallyConsistent).oldValue
    }
  }

  /// Keeps the bits of a mask.
  @inlinable @inline(__always)
  public static func fetchAnd(_ word: UnsafeMutablePointer<UInt32>, _ mask: UInt32, _ order: MemoryOrder)
    -> UInt32
  {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed: return atomic.pointee.bitwiseAnd(mask, ordering: .relaxed).oldValue
    case .acquire: return atomic.pointee.bitwiseAnd(mask, ordering: .acquiring).oldValue
    case .release: return atomic.pointee.bitwiseAnd(mask, ordering: .releasing).oldValue
    case .acquireRelease: return atomic.pointee.bitwiseAnd(mask, ordering: .acquiringAndReleasing).oldValue
    case .sequentiallyConsistent:
      return atomic.pointee.bitwiseAnd(mask, ordering: .sequentiallyConsistent).oldValue
    }
  }

  /// Sets the bits of a mask.
  @inlinable @inline(__always)
  public static func fetchOr(_ word: UnsafeMutablePointer<UInt32>, _ mask: UInt32, _ order: MemoryOrder)
    -> UInt32
  {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
    switch order {
    case .relaxed: return atomic.pointee.bitwiseOr(mask, ordering: .relaxed).oldValue
    case .acquire: return atomic.pointee.bitwiseOr(mask, ordering: .acquiring).oldValue
    case .release: return atomic.pointee.bitwiseOr(mask, ordering: .releasing).oldValue
    case .acquireRelease: return atomic.pointee.bitwiseOr(mask, ordering: .acquiringAndReleasing).oldValue
    case .sequentiallyConsistent:
      return atomic.pointee.bitwiseOr(mask, ordering: .sequentiallyConsistent).oldValue
    }
  }
}

extension MachineSubstrate {
  /// Reads a word.
  @inlinable @inline(__always)
  public static func load(_ word: UnsafeMutablePointer<UInt64>, _ order: MemoryOrder) -> UInt64 {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt64>.self)
    switch order {
    case .relaxed: return atomic.pointee.load(ordering: .relaxed)
    case .acquire, .release, .acquireRelease: return atomic.pointee.load(ordering: .acquiring)
    case .sequentiallyConsistent: return atomic.pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  /// Writes a word.
  @inlinable @inline(__always)
  public static func store(_ value: UInt64, to word: UnsafeMutablePointer<UInt64>, _ order: MemoryOrder) {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt64>.self)
    switch order {
    case .relaxed: atomic.pointee.store(value, ordering: .relaxed)
    case .acquire, .release, .acquireRelease: atomic.pointee.store(value, ordering: .releasing)
    case .sequentiallyConsistent: atomic.pointee.store(value, ordering: .sequentiallyConsistent)
    }
  }

  /// Writes a word and answers what it held.
  @inlinable @inline(__always)
  public static func exchange(_ word: UnsafeMutablePointer<UInt64>, _ value: UInt64, _ order: MemoryOrder)
    -> UInt64
  {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt64>.self)
    switch order {
    case .relaxed: return atomic.pointee.exchange(value, ordering: .relaxed)
    case .acquire: return atomic.pointee.exchange(value, ordering: .acquiring)
    case .release: return atomic.pointee.exchange(value, ordering: .releasing)
    case .acquireRelease: return atomic.pointee.exchange(value, ordering: .acquiringAndReleasing)
    case .sequentiallyConsistent: return atomic.pointee.exchange(value, ordering: .sequentiallyConsistent)
    }
  }

  /// Writes `desired` if the word holds `expected`.
  @inlinable @inline(__always)
  public static func compareExchange(
    _ word: UnsafeMutablePointer<UInt64>, _ expected: UInt64, _ desired: UInt64, _ order: MemoryOrder
  ) -> (exchanged: Bool, original: UInt64) {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt64>.self)
    switch order {
    case .relaxed:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case .acquire:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case .release:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case .acquireRelease:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case .sequentiallyConsistent:
      return atomic.pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    }
  }

  /// Adds, wrapping.
  @inlinable @inline(__always)
  public static func fetchAdd(_ word: UnsafeMutablePointer<UInt64>, _ value: UInt64, _ order: MemoryOrder)
    -> UInt64
  {
    let atomic = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt64>.self)
    switch order {
    case .relaxed: return atomic.pointee.wrappingAdd(value, ordering: .relaxed).oldValue
    case .acquire: return atomic.pointee.wrappingAdd(value, ordering: .acquiring).oldValue
    case .release: return atomic.pointee.wrappingAdd(value, ordering: .releasing).oldValue
    case .acquireRelease: return atomic.pointee.wrappingAdd(value, ordering: .acquiringAndReleasing).oldValue
    case .sequentiallyConsistent:
      return atomic.pointee.wrappingAdd(value, ordering: .sequentiallyConsistent).oldValue
    }
  }
}

extension MachineSubstrate {
  /// The kernel's thread id: unique on the machine, whichever process asks.
  @inlinable @inline(__always)
  public static var currentOwner: UInt32 { CurrentThread.id }

  /// The monotonic clock.
  @inlinable
  public static var now: Int64 { MonotonicClock.nanoseconds() }

  /// About two microseconds: less than a sleep costs, more than a short critical section lasts.
  @inlinable @inline(__always)
  public static var spinLimit: Int { 64 }

  /// The processor's hint that this is a spin loop.
  @inlinable @inline(__always)
  public static func pause() { CurrentThread.spinPause() }
}
