internal import LabPlatform
public import LabTrace
internal import Synchronization

/// The reading side of a thread's file while the thread lives, or after it was killed.
///
/// Shows status, counters and registers. Maps only the header; needs no cooperation of the thread, and never
/// makes it wait.
public final class ThreadStatusReader: Sendable {
  private let file: MappedFile
  /// Index of the thread.
  public let thread: ThreadID
  /// Name of the thread.
  public let name: String
  /// Whether the thread is a daemon.
  public let isDaemon: Bool
  /// How many registers there are.
  public let registerCount: Int

  /// Opens the file of a thread.
  public init(_ path: String) throws(RecorderError) {
    let header = try ThreadFileHeader(path)
    file = try system { () throws(SystemError) in
      try MappedFile.openForReading(at: path, count: header.dataOffset)
    }
    thread = header.thread
    name = header.name
    isDaemon = header.isDaemon
    registerCount = header.registerCount
  }

  /// The thread's state, with a request that belongs to it.
  ///
  /// Memory ordering: as an acquire load of what was published.
  public func snapshot() -> ThreadStatus {
    var first = load(ThreadFileLayout.statusOffset, acquiring: true)
    // A thread that was killed or lost its processor while publishing leaves an odd epoch for long.
    for _ in 0..<1000 {
      let request = load(ThreadFileLayout.requestOffset)
      let checks = load(ThreadFileLayout.checksOffset)
      atomicMemoryFence(ordering: .acquiring)
      let second = load(ThreadFileLayout.statusOffset)
      if first == second && first >> 32 & 1 == 0 {
        return ThreadStatus(status: first, request: request, checks: checks)
      }
      CurrentThread.spinPause()
      first = load(ThreadFileLayout.statusOffset, acquiring: true)
    }
    let checks = load(ThreadFileLayout.checksOffset)
    var unfinished = ThreadStatus(status: first | 1 << 32, request: 0, checks: checks)
    unfinished.state = .running
    return unfinished
  }

  /// Number of events recorded so far, except the lost ones.
  ///
  /// An acquire load: the events are there.
  public var recorded: UInt64 { load(ThreadFileLayout.headOffset, acquiring: true) }

  /// Number of events that did not fit.
  ///
  /// Overwritten ones of a ring are not counted here.
  public var lost: UInt64 { load(ThreadFileLayout.lostOffset) }

  /// Process id of the thread, 0 before it attached.
  public var processID: Int32 {
    file.address.load(fromByteOffset: ThreadFileLayout.processOffset, as: Int32.self)
  }

  /// The kernel's id of the thread, 0 before it attached.
  public var threadID: Int32 {
    file.address.load(fromByteOffset: ThreadFileLayout.kernelThreadOffset, as: Int32.self)
  }

  /// The value that the thread last showed of a local variable; 0 for an index that there is no room for.
  public func register(_ index: Int) -> Int64 {
    if index < 0 || index >= registerCount { return 0 }
    let registers = file.address + ThreadFileLayout.registersOffset
    return registers.assumingMemoryBound(to: Atomic<Int64>.self)[index].load(ordering: .relaxed)
  }

  /// A word of the header.
  ///
  /// The pointer is used while `self`, which keeps the mapping, is alive.
  private func load(_ offset: Int, acquiring: Bool = false) -> UInt64 {
    let word = (file.address + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
    return acquiring ? word.pointee.load(ordering: .acquiring) : word.pointee.load(ordering: .relaxed)
  }
}
