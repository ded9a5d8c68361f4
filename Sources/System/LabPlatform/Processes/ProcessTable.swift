internal import Glibc

/// Names a process for good: ids are used again, start times are not.
public struct ProcessIdentity: Hashable, Sendable {
  /// Process id.
  public var id: Int32
  /// When it started, in clock ticks since the machine did.
  public var startTime: UInt64

  /// Names a process.
  public init(id: Int32, startTime: UInt64) {
    self.id = id
    self.startTime = startTime
  }

  /// The calling process.
  public static func current() throws(SystemError) -> ProcessIdentity {
    let id = getpid()
    guard let entry = ProcessTable.process(id) else {
      throw SystemError(call: "read", code: ENOENT, subject: "/proc/self/stat")
    }
    return ProcessIdentity(id: id, startTime: entry.startTime)
  }
}

/// What the kernel says of processes and threads: the `stat` files of `/proc`.
public enum ProcessTable {
  /// A line of the table.
  public struct Entry: Hashable, Sendable {
    /// The kernel's letter: `R` running or ready, `S` asleep, `D` asleep on a device, `T` stopped, `t` traced,
    /// `Z` dead and not reaped, `X` dead.
    public var state: Character
    /// The process that gets its exit status.
    public var parent: Int32
    /// Processor time used, in clock ticks.
    public var ticks: UInt64
    /// When it started, in clock ticks since the machine did.
    public var startTime: UInt64
  }

  /// What is known of a process; nil if there is none of that id.
  public static func process(_ id: Int32) -> Entry? { read("/proc/\(id)/stat") }

  /// What is known of one thread of a process; nil if there is none of that id.
  public static func thread(_ thread: Int32, of process: Int32) -> Entry? {
    read("/proc/\(process)/task/\(thread)/stat")
  }

  /// How often a thread has given up its processor to sleep; nil if it is not asleep now, or not there.
  ///
  /// The same number twice: it slept all the time in between.
  public static func sleepCount(ofThread thread: Int32, of process: Int32) -> UInt64? {
    guard let bytes = try? Files.read("/proc/\(process)/task/\(thread)/status", limit: 1 << 16) else {
      return nil
    }
    return parseSleepCount(bytes)
  }

  /// Takes a `status` file apart, lines of `name:\tvalue`.
  package static func parseSleepCount(_ text: [UInt8]) -> UInt64? {
    var isAsleep = false
    for line in text.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: "State:\tS".utf8) { isAsleep = true }
      if isAsleep, line.starts(with: "voluntary_ctxt_switches:".utf8) {
        return UInt64(String(decoding: line.drop { $0 != UInt8(ascii: "\t") }.dropFirst(), as: UTF8.self))
      }
    }
    return nil
  }

  /// The ids of a process's threads, in ascending order; empty if there is no such process.
  public static func threads(of process: Int32) -> [Int32] {
    ((try? Files.list("/proc/\(process)/task")) ?? []).compactMap { Int32($0) }.sorted()
  }

  /// Whether the very process still lives.
  ///
  /// Dead but not reaped is not alive.
  public static func isAlive(_ identity: ProcessIdentity) -> Bool {
    guard let entry = process(identity.id) else { return false }
    return entry.startTime == identity.startTime && entry.state != "Z" && entry.state != "X"
  }

  /// The id of the calling process.
  public static var currentProcess: Int32 { getpid() }

  /// The id of the calling process's parent.
  public static var parentProcess: Int32 { getppid() }

  /// Kills a process at once, as `kill -9` does; does nothing if there is none of that number.
  public static func kill(_ process: Int32) { Glibc.kill(process, SIGKILL) }

  private static func read(_ path: String) -> Entry? {
    guard let bytes = try? Files.read(path, limit: 1 << 16) else { return nil }
    return parse(bytes)
  }

  /// Takes a line `id (name) state parent …` apart.
  ///
  /// The name may hold anything, also blanks and parentheses, so the fields
  /// are counted from the last `)`.
  package static func parse(_ line: [UInt8]) -> Entry? {
    guard let end = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(end + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    // Field 3 of the manual is the state, at index 0 here.
    guard fields.count >= 20, let letter = fields[0].first,
      let parent = Int32(String(decoding: fields[1], as: UTF8.self)),
      let user = UInt64(String(decoding: fields[11], as: UTF8.self)),
      let system = UInt64(String(decoding: fields[12], as: UTF8.self)),
      let start = UInt64(String(decoding: fields[19], as: UTF8.self))
    else { return nil }
    return Entry(
      state: Character(Unicode.Scalar(letter)), parent: parent, ticks: user &+ system, startTime: start)
  }
}
