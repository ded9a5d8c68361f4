/// Takes a packed trace apart, section by section.
struct TraceDecoder {
  private typealias Malformed = ByteReader.Malformed

  private let bytes: [UInt8]
  /// Start of the next section.
  private var position: Int
  /// How many events each thread should have.
  private var expected: [UInt64] = []

  init(_ bytes: [UInt8]) throws(TraceError) {
    let magic = TraceCodec.magic
    guard bytes.prefix(magic.count).elementsEqual(magic) else { throw .notATrace }
    var header = ByteReader(bytes[magic.count...])
    guard let version = try? header.take(UInt32.self), (try? header.take(UInt32.self)) != nil else {
      throw .truncated(section: "header", offset: bytes.count)
    }
    guard version <= TraceCodec.version else {
      throw .newerVersion(found: version, known: TraceCodec.version)
    }
    guard version > 0 else { throw .damaged(section: "header", offset: magic.count) }
    self.bytes = bytes
    position = TraceCodec.fileHeaderSize
  }

  mutating func decode() throws(TraceError) -> EventLog {
    let run = try section(.run) { (reader) throws(Malformed) in try RunInfo(&reader) }
    let objects = try array(.objects, elementSize: 25) { (reader) throws(Malformed) in
      try ObjectInfo(&reader)
    }
    let sites = try array(.sites, elementSize: 16) { (reader) throws(Malformed) in try Site(&reader) }
    let strings = try array(.strings, elementSize: 4) { (reader) throws(Malformed) in
      try reader.takeText()
    }
    let notes = try array(.notes, elementSize: 4) { (reader) throws(Malformed) in try reader.takeText() }
    let threads = try array(.threads, elementSize: 30) { (reader) throws(Malformed) in
      try ThreadEntry(&reader)
    }
    expected = threads.map(\.eventCount)
    var log = EventLog(
      run: run, threads: threads.map(\.log), objects: objects, sites: sites, strings: strings, notes: notes)
    try decodeEvents(&log)
    return log
  }

  private mutating func decodeEvents(_ log: inout EventLog) throws(TraceError) {
    var lastThread = 0
    while let header = try nextHeader() {
      let start = position
      guard header.section == .events || header.section == .end else {
        throw .damaged(section: "events", offset: start)
      }
      guard let body = try content(header) else { break }
      if header.section == .end {
        try checkEnd(log, body)
        return
      }
      var reader = ByteReader(body)
      guard let thread = (try? reader.take(UInt32.self)).map(Int.init), thread >= lastThread,
        thread < log.threads.count, reader.remaining > 0, reader.remaining % Event.encodedSize == 0
      else { throw .damaged(section: "events", offset: start) }
      lastThread = thread
      try append(body.dropFirst(4), to: &log.threads[thread], count: expected[thread])
    }
    noteMissing(&log)
  }

  private func append(
    _ body: ArraySlice<UInt8>, to thread: inout ThreadLog, count: UInt64
  ) throws(TraceError) {
    let more = body.count / Event.encodedSize
    guard UInt64(thread.events.count + more) <= count else {
      throw .damaged(section: "events", offset: body.startIndex)
    }
    var invalid: Int?
    body.withUnsafeBytes { buffer in
      for offset in stride(from: 0, to: buffer.count, by: Event.encodedSize) {
        guard let event = Event(decoding: buffer.baseAddress! + offset) else {
          invalid = offset
          return
        }
        thread.events.append(event)
      }
    }
    if let invalid { throw .damaged(section: "events", offset: body.startIndex + invalid) }
  }

  private func checkEnd(_ log: EventLog, _ body: ArraySlice<UInt8>) throws(TraceError) {
    var reader = ByteReader(body)
    let total = log.threads.reduce(0) { $0 + UInt64($1.events.count) }
    let isWhole = zip(log.threads, expected).allSatisfy { UInt64($0.events.count) == $1 }
    guard (try? reader.take(UInt64.self)) == total, reader.remaining == 0, isWhole, position == bytes.count
    else { throw .damaged(section: "end mark", offset: body.startIndex) }
  }

  /// The file ends too early: says what is missing.
  private func noteMissing(_ log: inout EventLog) {
    var missing: UInt64 = 0
    var threads = 0
    for index in log.threads.indices {
      let lack = expected[index] - UInt64(log.threads[index].events.count)
      if lack == 0 { continue }
      missing = missing.addingReportingOverflow(lack).partialValue
      threads += 1
      log.threads[index].lost = log.threads[index].lost.addingReportingOverflow(lack).partialValue
      log.threads[index].end = .stopped
    }
    log.notes.append(
      missing == 0
        ? "the trace file is cut short at byte \(bytes.count), after its last event"
        : "the trace file is cut short at byte \(bytes.count): \(missing) events of \(threads) threads are missing"
    )
  }

  // MARK: sections

  private struct SectionHeader {
    var section: TraceSection
    var length: UInt64
    var sum: UInt32
    /// Where the section starts in the file.
    var offset: Int
  }

  /// The next section's header; nil where the file ends inside or before it.
  private mutating func nextHeader() throws(TraceError) -> SectionHeader? {
    let start = position
    guard bytes.count - start >= TraceSection.headerSize else { return nil }
    let raw = bytes[start..<(start + TraceSection.headerSize)]
    var reader = ByteReader(raw)
    guard let tag = try? reader.take(count: 4), let length = try? reader.take(UInt64.self),
      let sum = try? reader.take(UInt32.self), let ownSum = try? reader.take(UInt32.self),
      CRC32.of(raw.dropLast(4)) == ownSum,
      let section = TraceSection.allCases.first(where: { tag.elementsEqual($0.tag) })
    else { throw .damaged(section: "section header", offset: start) }
    position += TraceSection.headerSize
    return SectionHeader(section: section, length: length, sum: sum, offset: start)
  }

  /// The content of a section; nil where the file ends inside it.
  private mutating func content(_ header: SectionHeader) throws(TraceError) -> ArraySlice<UInt8>? {
    guard header.length <= UInt64(bytes.count - position) else { return nil }
    let body = bytes[position..<(position + Int(header.length))]
    guard body.withUnsafeBytes({ CRC32.of($0) }) == header.sum else {
      throw .damaged(section: header.section.name, offset: header.offset)
    }
    position += body.count
    return body
  }

  private mutating func section<Value>(
    _ wanted: TraceSection, _ read: (inout ByteReader) throws(Malformed) -> Value
  ) throws(TraceError) -> Value {
    guard let header = try nextHeader() else { throw .truncated(section: wanted.name, offset: bytes.count) }
    guard header.section == wanted else { throw .damaged(section: wanted.name, offset: header.offset) }
    guard let body = try content(header) else {
      throw .truncated(section: wanted.name, offset: bytes.count)
    }
    var reader = ByteReader(body)
    do throws(Malformed) {
      let value = try read(&reader)
      try reader.expectEnd()
      return value
    } catch {
      throw .damaged(section: wanted.name, offset: error.offset)
    }
  }

  private mutating func array<Element>(
    _ wanted: TraceSection, elementSize: Int, _ element: (inout ByteReader) throws(Malformed) -> Element
  ) throws(TraceError) -> [Element] {
    try section(wanted) { (reader) throws(Malformed) in
      try reader.takeArray(elementSize: elementSize, element)
    }
  }
}

/// A thread and the number of events that it should have.
private struct ThreadEntry {
  var log: ThreadLog
  var eventCount: UInt64

  init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
    log = ThreadLog(
      name: try reader.takeText(), processID: try reader.take(Int32.self),
      threadID: try reader.take(Int32.self), isDaemon: try reader.takeFlag(),
      end: try reader.takeCase(ThreadLog.End.init(rawValue:)), lost: try reader.take(UInt64.self))
    eventCount = try reader.take(UInt64.self)
  }
}

extension RunInfo {
  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
    name = try reader.takeText()
    scenario = try reader.takeText()
    parameters = try reader.takeArray(elementSize: 12) { (reader) throws(ByteReader.Malformed) in
      Parameter(name: try reader.takeText(), value: try reader.take(Int64.self))
    }
    flags = try reader.takeArray(elementSize: 4) { (reader) throws(ByteReader.Malformed) in
      try reader.takeText()
    }
    seed = try reader.take(UInt64.self)
    mode = try reader.takeCase(Mode.init(rawValue:))
    schedule = try reader.takeText()
  }
}

extension ObjectInfo {
  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
    name = try reader.takeText()
    kind = try reader.takeCase(ObjectKind.init(rawValue:))
    capacity = try reader.take(Int64.self)
    initial = try reader.take(Int64.self)
    companion = ObjectID(rawValue: try reader.take(UInt32.self))
  }
}

extension Site {
  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
    file = try reader.takeText()
    line = try reader.take(UInt32.self)
    column = try reader.take(UInt32.self)
    text = try reader.takeText()
  }
}

extension ByteReader {
  fileprivate mutating func takeCase<Value>(_ make: (UInt8) -> Value?) throws(Malformed) -> Value {
    guard let value = make(try take(UInt8.self)) else { throw Malformed(offset: position - 1) }
    return value
  }
}
