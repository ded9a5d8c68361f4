internal import LabPlatform
public import LabTrace

/// The trace of a run while it runs: a folder with one file per thread, which survives the death of everybody.
///
/// `run.info` is what is known at the start, `thread-0000.events` and on are the threads (0 is the lab itself),
/// `strings-PID` are texts made up on the way. A runner creates all of it; the process that runs opens it.
public struct TraceFolder: Hashable, Sendable {
  static let infoName = "run.info"
  static let stringsPrefix = "strings-"

  /// The folder.
  public let path: String

  /// Names a folder that exists.
  public init(_ path: String) { self.path = path }

  /// Makes the files of a run in a folder that exists.
  /// - Parameters:
  ///   - path: The folder.
  ///   - start: What is known before the run: run, names and kinds of threads, objects, sites, strings. Events
  ///     are not taken.
  ///   - options: How to make the threads' files.
  /// - Returns: The folder, ready for `openThread`.
  /// - Throws: The call that failed.
  public static func create(
    at path: String, start: EventLog, options: ThreadTrace.Options = ThreadTrace.Options()
  ) throws(RecorderError) -> TraceFolder {
    let folder = TraceFolder(path)
    var info = start
    for index in info.threads.indices { info.threads[index].events = [] }
    let bytes = TraceCodec.encode(info)
    try system { () throws(SystemError) in
      try Files.write(bytes, to: "\(path)/\(infoName)", mode: 0o600)
    }
    for (index, thread) in start.threads.enumerated() {
      let id = ThreadID(rawValue: UInt32(index))
      _ = try ThreadTrace.create(
        at: folder.threadPath(id), thread: id, name: thread.name, isDaemon: thread.isDaemon, options: options)
    }
    return folder
  }

  /// Opens a thread's file for recording.
  public func openThread(_ thread: ThreadID) throws(RecorderError) -> ThreadTrace {
    try ThreadTrace.open(at: threadPath(thread))
  }

  /// Opens a thread's status for reading.
  public func openStatus(_ thread: ThreadID) throws(RecorderError) -> ThreadStatusReader {
    try ThreadStatusReader(threadPath(thread))
  }

  /// Opens the calling process's table of texts.
  ///
  /// `firstID` is one more than the number of strings that were known at the start.
  public func openStrings(firstID: UInt32) throws(RecorderError) -> StringTableFile {
    try StringTableFile(
      "\(path)/\(TraceFolder.stringsPrefix)\(ProcessTable.currentProcess)", firstID: firstID)
  }

  /// Where a thread's file is.
  public func threadPath(_ thread: ThreadID) -> String {
    let number = String(thread.rawValue)
    let zeroes = String(repeating: "0", count: max(0, 4 - number.count))
    return "\(path)/thread-\(zeroes)\(number).events"
  }

  /// The thread whose file has this name; nil for other names.
  static func thread(ofFile name: String) -> ThreadID? {
    guard name.hasPrefix("thread-"), name.hasSuffix(".events") else { return nil }
    return UInt32(name.dropFirst(7).dropLast(7)).map { ThreadID(rawValue: $0) }
  }
}
