public import LabPlatform
public import LabTrace
public import Synchronization

/// The hot side of a thread's trace: writes events, without locks, allocation or reference counting.
///
/// One thread writes at a time. It does not keep the `ThreadTrace` it came from alive: whoever uses it must (a
/// local variable is not enough without `withExtendedLifetime`). The recorder `.off` records
/// nothing and costs a comparison.
@frozen
public struct EventRecorder: @unchecked Sendable, BitwiseCopyable {
  @usableFromInline let state: UnsafeMutablePointer<RecorderState>?

  @inlinable
  init(state: UnsafeMutablePointer<RecorderState>?) { self.state = state }

  /// Records nothing.
  @inlinable
  public static var off: EventRecorder { EventRecorder(state: nil) }

  /// Whether events are recorded.
  @inlinable
  public var isOn: Bool { state != nil }

  /// Writes one event: a clock read and 40 bytes.
  ///
  /// Memory ordering: the count of records is stored with release after the record, so a reader that loads the
  /// count with acquire sees whole records; so does whoever reads the file after this process was killed.
  /// - Parameters:
  ///   - kind: What happened.
  ///   - flags: Details.
  ///   - site: Where in the source.
  ///   - object: What it happened to.
  ///   - version: Order among the operations of the object.
  ///   - value: A number, by kind.
  ///   - cause: The event that enabled this one.
  ///   - time: The time stamp; nil for the monotonic clock now.
  /// - Returns: The name of the event, for others to give as a cause; `.none` if the recorder is off.
  @inlinable
  @inline(__always)
  @discardableResult
  public func record(
    _ kind: EventKind, flags: EventFlags = [], site: SiteID = .unknown, object: ObjectID = .none,
    version: UInt32 = 0, value: Int64 = 0, cause: EventReference = .none, time: UInt64? = nil
  ) -> EventReference {
    guard let state else { return .none }
    if state.pointee.cursor == state.pointee.limit && !RecorderState.makeRoom(state) {
      return RecorderState.lose(state)
    }
    let sequence = state.pointee.sequence &+ 1
    state.pointee.sequence = sequence
    let event = Event(
      time: time ?? UInt64(bitPattern: MonotonicClock.nanoseconds()), sequence: sequence, kind: kind,
      flags: flags, site: site, object: object, version: version, value: value, cause: cause)
    state.pointee.cursor.storeBytes(of: event, as: Event.self)
    // In memory an enum is the number of its case; the file has its raw value.
    state.pointee.cursor.storeBytes(of: kind.rawValue, toByteOffset: RecorderState.kindOffset, as: UInt8.self)
    state.pointee.cursor += RecorderState.recordSize
    let written = state.pointee.written &+ 1
    state.pointee.written = written
    state.pointee.head.pointee.store(written, ordering: .releasing)
    return EventReference(rawValue: state.pointee.threadBits | UInt64(sequence))
  }

  /// Sequence number of the event recorded last, also of a lost one; 0 if there is none.
  @inlinable
  public var lastSequence: UInt32 { state?.pointee.sequence ?? 0 }
}

/// What the writer remembers, outside of the file: nobody else looks at it.
@usableFromInline
struct RecorderState {
  /// Bytes of a record: those of an event, as it lies in memory.
  @inlinable static var recordSize: Int { MemoryLayout<Event>.stride }
  /// Where the kind is in a record.
  @inlinable static var kindOffset: Int { 12 }

  /// Where the next record goes.
  @usableFromInline var cursor: UnsafeMutableRawPointer
  /// Where the room that is ready ends.
  @usableFromInline var limit: UnsafeMutableRawPointer
  /// In the file: number of records written.
  @usableFromInline let head: UnsafeMutablePointer<Atomic<UInt64>>
  /// The thread, as in an `EventReference`.
  @usableFromInline let threadBits: UInt64
  @usableFromInline var written: UInt64
  @usableFromInline var sequence: UInt32
  var isFull = false
  let mode: ThreadTrace.Mode
  let capacity: Int
  let first: UnsafeMutableRawPointer
  let lost: UnsafeMutablePointer<Atomic<UInt64>>
  /// The file belongs to the `ThreadTrace` that owns this state.
  let file: Unmanaged<MappedFile>
  let dataOffset: Int

  /// Makes room for at least one record; false if there can be none.
  @usableFromInline
  @inline(never)
  static func makeRoom(_ state: UnsafeMutablePointer<RecorderState>) -> Bool {
    if state.pointee.isFull { return false }
    let hasRoom =
      switch state.pointee.mode {
      case .ring: state.pointee.wrap()
      case .growing: state.pointee.grow()
      }
    if !hasRoom { state.pointee.isFull = true }
    return hasRoom
  }

  /// Counts an event that there is no room for.
  ///
  /// It has a name all the same.
  @usableFromInline
  @inline(never)
  static func lose(_ state: UnsafeMutablePointer<RecorderState>) -> EventReference {
    let lost = state.pointee.lost
    lost.pointee.store(lost.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    if state.pointee.sequence < .max { state.pointee.sequence += 1 }
    return EventReference(rawValue: state.pointee.threadBits | UInt64(state.pointee.sequence))
  }

  private mutating func wrap() -> Bool {
    // Sequence numbers must last for another round.
    guard UInt64(sequence) + UInt64(capacity) < UInt64(UInt32.max) else { return false }
    cursor = first
    return true
  }

  private mutating func grow() -> Bool {
    let full = first + capacity * RecorderState.recordSize
    guard limit < full else { return false }
    let file = file.takeUnretainedValue()
    let end = dataOffset + capacity * RecorderState.recordSize
    var step = min(max(file.size - dataOffset, ThreadTrace.smallestStep), ThreadTrace.largestStep)
    while step >= ThreadTrace.smallestStep {
      let old = file.size
      do throws(SystemError) {
        try file.grow(to: min(old + step, end))
        file.prefault(from: old)
        let room = (file.size - dataOffset) / RecorderState.recordSize
        limit = first + min(capacity, room) * RecorderState.recordSize
        return limit > cursor
      } catch {
        // The file system may still have room for a smaller piece.
        step /= 2
      }
    }
    return false
  }
}
