import LabTrace

/// What FastTrack remembers of each variable: the last write, and the reads since.
///
/// Reads are one epoch while they are ordered among themselves, and a clock of their own once they are not.
/// Variables have a second cell for the accesses inside atomic regions, which never race with each other.
/// Source: Flanagan & Freund, PLDI 2009, figure 5.
struct ShadowMemory {
  typealias Row = ClockTable.Row

  struct Cell {
    /// Clock in the upper 48 bits, thread in the lower 16; 0 for none.
    var write: UInt64 = 0
    var read: UInt64 = 0
    /// Sequence numbers of these two accesses in their threads.
    var writeSequence: UInt32 = 0
    var readSequence: UInt32 = 0
    /// Per thread the clock, and the sequence number, of its last read; -1 while `read` says it all.
    var reads: Row = -1
    var readSequences: Row = -1
  }

  /// One cell an object, and as many more for accesses inside regions if there are any.
  private(set) var cells: [Cell]

  init(cells count: Int) { cells = Array(repeating: Cell(), count: count) }

  @inline(__always)
  static func epoch(_ thread: Int, _ clock: UInt32) -> UInt64 {
    UInt64(clock) << 16 | UInt64(truncatingIfNeeded: thread)
  }

  /// The access of this epoch.
  @inline(__always)
  private static func reference(_ epoch: UInt64, _ sequence: UInt32) -> EventReference {
    EventReference(thread: ThreadID(rawValue: UInt32(truncatingIfNeeded: epoch & 0xFFFF)), sequence: sequence)
  }

  @inline(__always)
  private static func isOrdered(_ epoch: UInt64, _ row: Row, _ clocks: borrowing ClockTable) -> Bool {
    UInt32(truncatingIfNeeded: epoch >> 16) <= clocks[row, Int(epoch & 0xFFFF)]
  }

  // MARK: what has been there

  /// Whether the thread has read the cell in this epoch: nothing new can come of it.
  @inline(__always)
  func hasRead(_ cell: Int, _ thread: Int, _ epoch: UInt64, _ clocks: borrowing ClockTable) -> Bool {
    if cells[cell].read == epoch { return true }
    let reads = cells[cell].reads
    return reads >= 0 && clocks[reads, thread] == UInt32(truncatingIfNeeded: epoch >> 16)
  }

  @inline(__always)
  func hasWritten(_ cell: Int, _ epoch: UInt64) -> Bool { cells[cell].write == epoch }

  /// The last write, if a thread with this clock does not know of it.
  @inline(__always)
  func unorderedWrite(_ cell: Int, _ row: Row, _ clocks: borrowing ClockTable) -> EventReference {
    let write = cells[cell].write
    if Self.isOrdered(write, row, clocks) { return .none }
    return Self.reference(write, cells[cell].writeSequence)
  }

  /// The one read that is remembered as an epoch, if a thread with this clock does not know of it.
  @inline(__always)
  func unorderedRead(_ cell: Int, _ row: Row, _ clocks: borrowing ClockTable) -> EventReference {
    let read = cells[cell].read
    if Self.isOrdered(read, row, clocks) { return .none }
    return Self.reference(read, cells[cell].readSequence)
  }

  /// All reads that a thread with this clock does not know of, where each thread's is remembered.
  func unorderedReads(_ cell: Int, _ row: Row, _ clocks: borrowing ClockTable) -> [EventReference] {
    let (reads, sequences) = (cells[cell].reads, cells[cell].readSequences)
    guard reads >= 0 else { return [] }
    var result: [EventReference] = []
    for thread in 0..<clocks.width where clocks[reads, thread] > clocks[row, thread] {
      result.append(
        EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: clocks[sequences, thread]))
    }
    return result
  }

  // MARK: what happens now

  /// A write.
  ///
  /// It forgets the reads if all of them come before it, or race with it and have been reported; those inside
  /// atomic regions may do neither.
  @inline(__always)
  mutating func write(
    _ cell: Int, _ epoch: UInt64, _ sequence: UInt32, forgetsReads: Bool, _ clocks: inout ClockTable
  ) {
    cells[cell].write = epoch
    cells[cell].writeSequence = sequence
    guard forgetsReads, cells[cell].reads >= 0 else { return }
    // Whoever races with these reads later races with this write, or it has just been reported.
    clocks.free(cells[cell].reads)
    clocks.free(cells[cell].readSequences)
    cells[cell].reads = -1
    cells[cell].readSequences = -1
    cells[cell].read = 0
  }

  @inline(__always)
  mutating func read(
    _ cell: Int, _ thread: Int, _ epoch: UInt64, _ sequence: UInt32, _ row: Row, _ clocks: inout ClockTable
  ) {
    if cells[cell].reads < 0 {
      if Self.isOrdered(cells[cell].read, row, clocks) {
        cells[cell].read = epoch
        cells[cell].readSequence = sequence
        return
      }
      share(cell, &clocks)
    }
    clocks[cells[cell].reads, thread] = UInt32(truncatingIfNeeded: epoch >> 16)
    clocks[cells[cell].readSequences, thread] = sequence
  }

  /// Two reads are not ordered: from now on each thread's is remembered.
  private mutating func share(_ cell: Int, _ clocks: inout ClockTable) {
    cells[cell].reads = clocks.make()
    cells[cell].readSequences = clocks.make()
    let read = cells[cell].read
    clocks[cells[cell].reads, Int(read & 0xFFFF)] = UInt32(truncatingIfNeeded: read >> 16)
    clocks[cells[cell].readSequences, Int(read & 0xFFFF)] = cells[cell].readSequence
  }
}
