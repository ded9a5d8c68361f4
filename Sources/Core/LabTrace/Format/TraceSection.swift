/// The parts of a packed trace, in their order in the file.
enum TraceSection: CaseIterable {
  case run
  case objects
  case sites
  case strings
  case notes
  case threads
  case events
  case end

  /// Four letters at the start of the section.
  var tag: [UInt8] {
    switch self {
    case .run: Array("RUN ".utf8)
    case .objects: Array("OBJS".utf8)
    case .sites: Array("SITE".utf8)
    case .strings: Array("STRS".utf8)
    case .notes: Array("NOTE".utf8)
    case .threads: Array("THRD".utf8)
    case .events: Array("EVTS".utf8)
    case .end: Array("END ".utf8)
    }
  }

  /// What messages call it.
  var name: String {
    switch self {
    case .run: "description of the run"
    case .objects: "table of objects"
    case .sites: "table of sites"
    case .strings: "table of strings"
    case .notes: "notes"
    case .threads: "table of threads"
    case .events: "events"
    case .end: "end mark"
    }
  }

  /// Bytes before the content: tag, length of the content (8), its CRC-32 (4), the CRC-32 of all that (4).
  static let headerSize = 20
}
