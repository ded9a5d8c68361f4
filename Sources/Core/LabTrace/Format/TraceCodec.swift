/// A whole `EventLog` as one packed file (`.trace`), and back.
///
/// The file: eight letters `SYNCLAB` and a zero byte, the format version (4 bytes), four zero bytes, then
/// sections: run, objects, sites, strings, notes, threads, any number of event sections (at most
/// `eventsPerSection` events of one thread each, threads in order), and an end mark. Each section has a header
/// with its length and check sums. Numbers have the lowest byte first, texts are UTF-8 behind their length.
/// The same log always gives the same bytes.
public enum TraceCodec {
  /// The version that this code writes.
  public static let version: UInt32 = 1
  /// A file that is cut short loses at most this many events that are in it.
  static let eventsPerSection = 1024
  static let magic = Array("SYNCLAB\0".utf8)
  static let fileHeaderSize = 16

  /// Packs a log.
  ///
  /// Time and memory grow with its size.
  public static func encode(_ log: EventLog) -> [UInt8] {
    var file = ByteWriter()
    file.put(magic)
    file.put(version)
    file.put(UInt32(0))
    file.put(.run) { $0.put(log.run) }
    file.put(.objects) { $0.put(log.objects) { $0.put($1) } }
    file.put(.sites) { $0.put(log.sites) { $0.put($1) } }
    file.put(.strings) { $0.put(log.strings) { $0.put($1) } }
    file.put(.notes) { $0.put(log.notes) { $0.put($1) } }
    file.put(.threads) { $0.put(log.threads) { $0.put($1) } }
    for (thread, threadLog) in log.threads.enumerated() {
      for start in stride(from: 0, to: threadLog.events.count, by: eventsPerSection) {
        let end = min(start + eventsPerSection, threadLog.events.count)
        file.put(.events) {
          $0.put(UInt32(thread))
          $0.put(threadLog.events[start..<end])
        }
      }
    }
    file.put(.end) { $0.put(UInt64(log.threads.reduce(0) { $0 + $1.events.count })) }
    return file.bytes
  }

  /// Unpacks a log from bytes that nobody has checked.
  ///
  /// A file that is cut short among its events gives a log of the events that are whole, with a note of what is
  /// missing. Memory stays within a small multiple of the bytes given.
  public static func decode(_ bytes: [UInt8]) throws(TraceError) -> EventLog {
    var decoder = try TraceDecoder(bytes)
    return try decoder.decode()
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ section: TraceSection, _ content: (inout ByteWriter) -> Void) {
    var body = ByteWriter()
    content(&body)
    var header = ByteWriter()
    header.put(section.tag)
    header.put(UInt64(body.bytes.count))
    header.put(CRC32.of(body.bytes))
    put(header.bytes)
    put(CRC32.of(header.bytes))
    put(body.bytes)
  }

  fileprivate mutating func put<Element>(
    _ elements: [Element], _ element: (inout ByteWriter, Element) -> Void
  ) {
    put(UInt32(clamping: elements.count))
    for one in elements { element(&self, one) }
  }

  fileprivate mutating func put(_ run: RunInfo) {
    put(run.name)
    put(run.scenario)
    put(run.parameters) {
      $0.put($1.name)
      $0.put($1.value)
    }
    put(run.flags) { $0.put($1) }
    put(run.seed)
    put(run.mode.rawValue)
    put(run.schedule)
  }

  fileprivate mutating func put(_ object: ObjectInfo) {
    put(object.name)
    put(object.kind.rawValue)
    put(object.capacity)
    put(object.initial)
    put(object.companion.rawValue)
  }

  fileprivate mutating func put(_ site: Site) {
    put(site.file)
    put(site.line)
    put(site.column)
    put(site.text)
  }

  fileprivate mutating func put(_ thread: ThreadLog) {
    put(thread.name)
    put(thread.processID)
    put(thread.threadID)
    put(thread.isDaemon)
    put(thread.end.rawValue)
    put(thread.lost)
    put(UInt64(thread.events.count))
  }
}
