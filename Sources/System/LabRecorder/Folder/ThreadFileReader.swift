internal import LabPlatform
internal import LabTrace

/// Reads one thread's file, which nobody has checked and somebody may still be writing.
struct ThreadFileReader: ~Copyable {
  struct Result {
    var thread: ThreadID
    var log: ThreadLog
    var notes: [String] = []
  }

  /// The part of the header that changes.
  private struct Counters {
    var head: UInt64
    var lost: UInt64
    var state: ActorState?
    var processID: Int32
    var threadID: Int32
  }

  private static let recordsPerRead = 4096
  private let path: String
  private let file: FileReader
  private let header: ThreadFileHeader

  init(_ path: String) throws(RecorderError) {
    let header = try ThreadFileHeader(path)
    file = try system { () throws(SystemError) in try FileReader(path) }
    self.header = header
    self.path = path
  }

  func read() throws(RecorderError) -> Result {
    let counters = try counters()
    let size = try fileSize()
    let room = UInt64(min(header.capacity, max(0, size - header.dataOffset) / Event.encodedSize))
    var result = Result(
      thread: header.thread,
      log: ThreadLog(
        name: header.name, processID: counters.processID, threadID: counters.threadID,
        isDaemon: header.isDaemon, lost: counters.lost))
    var first: UInt64 = 0
    if header.mode == .ring {
      // The oldest record may just be overwritten: one record less than there is room for is whole.
      first = counters.head - min(counters.head, UInt64(header.capacity - 1))
    } else if counters.head > room {
      result.notes.append("its file is cut short: \(counters.head - room) events are missing")
    }
    let end = header.mode == .ring ? counters.head : min(counters.head, room)
    let dropped = try readRecords(first..<max(first, end), room: room, into: &result.log.events)
    try dropOverwritten(&result.log.events)
    if dropped > 0 { result.notes.append("\(dropped) damaged records were dropped") }
    result.log.lost = missing(counters, result.log.events.count)
    result.log.end = ThreadFileReader.end(header.thread, result.log.events.last, counters.state)
    return result
  }

  /// Reads the records of these numbers (from 0, counted over the life of the thread).
  /// - Returns: How many were damaged, or are beyond the end of the file.
  private func readRecords(
    _ numbers: Range<UInt64>, room: UInt64, into events: inout [Event]
  ) throws(RecorderError) -> UInt64 {
    var dropped: UInt64 = 0
    var next = numbers.lowerBound
    let capacity = UInt64(header.capacity)
    while next < numbers.upperBound {
      let place = next % capacity
      let count = min(numbers.upperBound - next, capacity - place, UInt64(ThreadFileReader.recordsPerRead))
      // Nothing more in this round of the ring.
      let readable = place < room ? Int(min(count, room - place)) : 0
      let bytes = try bytes(header.dataOffset + Int(place) * Event.encodedSize, readable * Event.encodedSize)
      let whole = bytes.count / Event.encodedSize
      dropped += count - UInt64(whole)
      bytes.withUnsafeBytes { buffer in
        for index in 0..<whole {
          let event = Event(decoding: buffer.baseAddress! + index * Event.encodedSize)
          if let event, UInt64(event.sequence) == next + UInt64(index) + 1 {
            events.append(event)
          } else {
            dropped += 1
          }
        }
      }
      next += count
    }
    return dropped
  }

  /// A ring whose thread still runs may have moved on while it was read.
  private func dropOverwritten(_ events: inout [Event]) throws(RecorderError) {
    guard header.mode == .ring else { return }
    let head = try counters().head
    let oldest = head - min(head, UInt64(header.capacity - 1))
    events.removeFirst(events.prefix { UInt64($0.sequence) <= oldest }.count)
  }

  /// What was recorded and is not there.
  private func missing(_ counters: Counters, _ count: Int) -> UInt64 {
    let (all, overflow) = counters.head.addingReportingOverflow(counters.lost)
    return overflow ? .max : all - min(all, UInt64(count))
  }

  private static func end(_ thread: ThreadID, _ last: Event?, _ state: ActorState?) -> ThreadLog.End {
    switch last?.kind {
    case .threadExit, .processExit: .exited
    case .verdict where thread == .lab: .exited
    case nil where state == .notStarted: .neverStarted
    default: state == .finished ? .exited : .stopped
    }
  }

  private func counters() throws(RecorderError) -> Counters {
    let page = try bytes(0, ThreadFileLayout.headerSize)
    guard page.count == ThreadFileLayout.headerSize else { throw .notAThreadFile(path) }
    return page.withUnsafeBytes { buffer in
      let status = buffer.load(fromByteOffset: ThreadFileLayout.statusOffset, as: UInt64.self)
      // More than sequence numbers can count is nonsense, and must not be computed with.
      let head = buffer.load(fromByteOffset: ThreadFileLayout.headOffset, as: UInt64.self)
      return Counters(
        head: min(head, UInt64(UInt32.max)),
        lost: buffer.load(fromByteOffset: ThreadFileLayout.lostOffset, as: UInt64.self),
        state: ActorState(rawValue: UInt8(truncatingIfNeeded: status >> 24)),
        processID: buffer.load(fromByteOffset: ThreadFileLayout.processOffset, as: Int32.self),
        threadID: buffer.load(fromByteOffset: ThreadFileLayout.kernelThreadOffset, as: Int32.self))
    }
  }

  private func bytes(_ offset: Int, _ count: Int) throws(RecorderError) -> [UInt8] {
    do throws(SystemError) { return try file.read(count: count, at: offset) } catch { throw .system(error) }
  }

  private func fileSize() throws(RecorderError) -> Int {
    do throws(SystemError) { return try file.size() } catch { throw .system(error) }
  }
}
