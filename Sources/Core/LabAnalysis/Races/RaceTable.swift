import LabTrace

/// The races of a log, one for each pair of source lines and declaration, with how often it was seen.
struct RaceTable {
  /// Two conflicting accesses that nothing orders.
  ///
  /// `first` came first in the order of the analysis, which says nothing about time.
  struct Race {
    var object: ObjectID
    var first: EventReference
    var second: EventReference
    var count = 1
  }

  private(set) var races: [Race] = []
  private let log: EventLog
  private let index: EventIndex
  private var known = FlatMap()
  /// By site: the same number for all places of one line.
  private let lines: [UInt16]
  /// By object: the same number for all cells of one array.
  private let declarations: [UInt32]

  init(_ log: EventLog, index: EventIndex) {
    self.log = log
    self.index = index
    var numbers: [LineKey: UInt16] = [:]
    lines = log.sites.prefix(Int(UInt16.max) + 1).map { site in
      let key = LineKey(file: site.file, line: site.line)
      if let known = numbers[key] { return known }
      let number = UInt16(numbers.count)
      numbers[key] = number
      return number
    }
    var names: [String: UInt32] = [:]
    declarations = log.objects.map { object in
      let name = EventLog.declaration(object.name)
      if let known = names[name] { return known }
      let number = UInt32(names.count)
      names[name] = number
      return number
    }
  }

  private struct LineKey: Hashable {
    var file: String
    var line: UInt32
  }

  /// Notes a race of an earlier access with the one at hand.
  mutating func add(_ object: Int, _ first: EventReference, _ second: Event, thread: Int) {
    let position = index.index(of: first)
    let site = position < 0 ? SiteID.unknown : log.threads[Int(first.thread.rawValue)].events[position].site
    let lines = [line(site), line(second.site)]
    let places = UInt64(min(lines[0], lines[1])) << 16 | UInt64(max(lines[0], lines[1]))
    let key = UInt64(declarations[object]) << 32 | places
    let number = known.number(of: key)
    if number >= 0 {
      races[number].count += 1
      return
    }
    known.set(key, races.count)
    races.append(
      Race(
        object: ObjectID(rawValue: UInt32(object + 1)), first: first,
        second: EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: second.sequence)))
  }

  private func line(_ site: SiteID) -> UInt16 {
    let site = Int(site.rawValue)
    return lines.indices.contains(site) ? lines[site] : 0
  }
}
