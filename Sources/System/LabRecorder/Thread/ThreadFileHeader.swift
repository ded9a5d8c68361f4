internal import LabPlatform
internal import LabTrace

/// The part of a thread file's header that does not change after its creation.
struct ThreadFileHeader {
  var mode: ThreadTrace.Mode
  /// Most records in the file.
  var capacity: Int
  var thread: ThreadID
  var name: String
  var isDaemon: Bool
  var registerCount: Int
  /// The monotonic clock, the wall clock, and the monotonic clock again: the same moment, and how sure.
  var clocks: (before: UInt64, realtime: UInt64, after: UInt64)

  var dataOffset: Int { ThreadFileLayout.dataOffset(registers: registerCount) }

  /// Largest size of the file.
  var fullSize: Int { dataOffset + capacity * Event.encodedSize }

  func write(to page: UnsafeMutableRawPointer) {
    typealias At = ThreadFileLayout
    func store(_ number: some FixedWidthInteger & BitwiseCopyable, _ offset: Int) {
      page.storeBytes(of: number, toByteOffset: offset, as: type(of: number))
    }
    store(At.version, At.versionOffset)
    store(UInt32(Event.encodedSize), At.recordSizeOffset)
    store(UInt32(dataOffset), At.dataOffsetOffset)
    store(mode.rawValue, At.modeOffset)
    store(UInt64(capacity), At.capacityOffset)
    store(thread.rawValue, At.threadOffset)
    store(isDaemon ? At.daemonFlag : 0, At.flagsOffset)
    store(UInt32(registerCount), At.registerCountOffset)
    store(clocks.before, At.monotonicBeforeOffset)
    store(clocks.realtime, At.realtimeOffset)
    store(clocks.after, At.monotonicAfterOffset)
    let utf8 = name.utf8.prefix(At.maximumNameBytes)
    store(UInt32(utf8.count), At.nameCountOffset)
    for (index, byte) in utf8.enumerated() { store(byte, At.nameOffset + index) }
    // Last: a file whose making was interrupted is none.
    store(At.magic, At.magicOffset)
  }

  /// Reads a header that nobody has checked; nil if it is not one.
  init?(page: UnsafeRawBufferPointer) {
    typealias At = ThreadFileLayout
    guard page.count >= At.headerSize, let base = page.baseAddress else { return nil }
    func load<Number: BitwiseCopyable>(_ offset: Int, _: Number.Type) -> Number {
      base.loadUnaligned(fromByteOffset: offset, as: Number.self)
    }
    let registers = Int(load(At.registerCountOffset, UInt32.self))
    let capacity = load(At.capacityOffset, UInt64.self)
    let nameCount = Int(load(At.nameCountOffset, UInt32.self))
    guard load(At.magicOffset, UInt64.self) == At.magic, load(At.versionOffset, UInt32.self) == At.version,
      load(At.recordSizeOffset, UInt32.self) == Event.encodedSize, registers <= At.maximumRegisters,
      load(At.dataOffsetOffset, UInt32.self) == At.dataOffset(registers: registers),
      (1...UInt64(At.maximumRecords)).contains(capacity), nameCount <= At.maximumNameBytes,
      let mode = ThreadTrace.Mode(rawValue: load(At.modeOffset, UInt32.self))
    else { return nil }
    self.mode = mode
    self.capacity = Int(capacity)
    thread = ThreadID(rawValue: load(At.threadOffset, UInt32.self))
    name = String(decoding: page[At.nameOffset..<(At.nameOffset + nameCount)], as: UTF8.self)
    isDaemon = load(At.flagsOffset, UInt32.self) & At.daemonFlag != 0
    registerCount = registers
    clocks = (
      load(At.monotonicBeforeOffset, UInt64.self), load(At.realtimeOffset, UInt64.self),
      load(At.monotonicAfterOffset, UInt64.self)
    )
  }

  /// Reads the header of a file.
  init(_ path: String) throws(RecorderError) {
    let start = try system { () throws(SystemError) in
      try FileReader(path).read(count: ThreadFileLayout.headerSize, at: 0)
    }
    guard let header = start.withUnsafeBytes({ ThreadFileHeader(page: $0) }) else {
      throw .notAThreadFile(path)
    }
    self = header
  }

  init(thread: ThreadID, name: String, isDaemon: Bool, options: ThreadTrace.Options) {
    mode = options.mode
    let wanted = max(1, options.limit / Event.encodedSize)
    capacity = min(wanted, ThreadFileLayout.maximumRecords)
    self.thread = thread
    self.name = name
    self.isDaemon = isDaemon
    registerCount = min(max(0, options.registerCount), ThreadFileLayout.maximumRegisters)
    let before = MonotonicClock.nanoseconds()
    let realtime = RealtimeClock.nanoseconds()
    let after = MonotonicClock.nanoseconds()
    clocks = (UInt64(before), UInt64(realtime), UInt64(after))
  }
}
