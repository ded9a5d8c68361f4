internal import LabPlatform
public import LabTrace
internal import Synchronization

/// The trace of one thread: a mapped file that survives the death of its process.
///
/// The file has a header with the thread's name and identity, a status block, registers, and the events. In
/// growing mode it grows in steps, prefaulted, until its limit; events beyond it are counted as lost. In ring
/// mode the latest events are kept.
///
/// Thread safety: one thread records and publishes at a time; handing the trace from one thread to another needs
/// an order between them (the start of a thread is one). Readers use `ThreadStatusReader` and
/// `TraceFolderReader`, from any process.
public final class ThreadTrace: @unchecked Sendable {
  /// What happens when the file is full.
  ///
  /// The raw values are part of the file format.
  public enum Mode: UInt32, Sendable {
    /// The first events are kept; later ones are counted as lost.
    case growing = 0
    /// The last events are kept.
    case ring
  }

  /// How to make the file.
  public struct Options: Hashable, Sendable {
    /// What happens when it is full.
    public var mode: Mode
    /// The most bytes of events; in ring mode all of them are taken at once.
    public var limit: Int
    /// Bytes of events that a growing file has room for from the start; making room later costs the thread
    /// that records some microseconds a page.
    public var initial: Int
    /// How many local variables can be shown.
    public var registerCount: Int

    /// Describes how to make a file.
    public init(
      mode: Mode = .growing, limit: Int = 64 << 20, initial: Int = 256 << 10, registerCount: Int = 256
    ) {
      self.mode = mode
      self.limit = limit
      self.initial = initial
      self.registerCount = registerCount
    }
  }

  static let smallestStep = 64 << 10
  static let largestStep = 1 << 20

  /// Where the file is.
  public let path: String
  /// Index of the thread in the log.
  public let thread: ThreadID
  /// Name of the thread.
  public let name: String
  /// Writes events.
  ///
  /// Use this copy in hot code: it needs no reference counting.
  public let recorder: EventRecorder
  /// Publishes what the thread is doing.
  public let status: StatusPublisher

  private let file: MappedFile
  private let state: UnsafeMutablePointer<RecorderState>

  private init(_ file: MappedFile, _ header: ThreadFileHeader) {
    typealias At = ThreadFileLayout
    let page = file.address
    let first = page + header.dataOffset
    let head = (page + At.headOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    let lost = (page + At.lostOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    let room = min(header.capacity, (file.size - header.dataOffset) / RecorderState.recordSize)
    let written = head.pointee.load(ordering: .acquiring)
    let place =
      header.mode == .ring ? Int(written % UInt64(header.capacity)) : Int(min(written, UInt64(room)))
    state = .allocate(capacity: 1)
    state.initialize(
      to: RecorderState(
        cursor: first + place * RecorderState.recordSize, limit: first + room * RecorderState.recordSize,
        head: head,
        threadBits: EventReference(thread: header.thread, sequence: 0).rawValue, written: written,
        sequence: UInt32(clamping: written &+ lost.pointee.load(ordering: .relaxed)), mode: header.mode,
        capacity: header.capacity, first: first, lost: lost, file: Unmanaged.passUnretained(file),
        dataOffset: header.dataOffset))
    path = file.path
    thread = header.thread
    name = header.name
    recorder = EventRecorder(state: state)
    status = StatusPublisher(page: page, registerCount: header.registerCount)
    self.file = file
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Makes the file of a thread, and opens it.
  /// - Parameters:
  ///   - path: Where; an old file is replaced.
  ///   - thread: Index of the thread in the log.
  ///   - name: Name of the thread; 256 bytes are kept.
  ///   - isDaemon: Whether it need not finish.
  ///   - options: Mode, limit and registers.
  /// - Returns: The open trace.
  /// - Throws: The call that failed, ENOSPC among others.
  public static func create(
    at path: String, thread: ThreadID, name: String, isDaemon: Bool = false, options: Options = Options()
  ) throws(RecorderError) -> ThreadTrace {
    let header = ThreadFileHeader(thread: thread, name: name, isDaemon: isDaemon, options: options)
    let initial = min(max(options.initial, Event.encodedSize), header.fullSize)
    let size = options.mode == .ring ? header.fullSize : min(header.fullSize, header.dataOffset + initial)
    let file = try system { () throws(SystemError) in
      try MappedFile.create(at: path, size: size, reserve: header.fullSize)
    }
    header.write(to: file.address)
    return ThreadTrace(file, header)
  }

  /// Opens the file of a thread that somebody else made, to go on where it ends.
  public static func open(at path: String) throws(RecorderError) -> ThreadTrace {
    let header = try ThreadFileHeader(path)
    let file = try system { () throws(SystemError) in
      try MappedFile.open(at: path, reserve: header.fullSize)
    }
    let needed = header.mode == .ring ? header.fullSize : header.dataOffset
    guard file.size >= needed else { throw .notAThreadFile(path) }
    return ThreadTrace(file, header)
  }

  /// Says that the calling thread is the one that records from now on, and makes the file ready for it.
  public func attach() {
    typealias At = ThreadFileLayout
    file.address.storeBytes(of: ProcessTable.currentProcess, toByteOffset: At.processOffset, as: Int32.self)
    file.address.storeBytes(
      of: Int32(bitPattern: CurrentThread.id), toByteOffset: At.kernelThreadOffset, as: Int32.self)
    file.prefault()
  }
}
