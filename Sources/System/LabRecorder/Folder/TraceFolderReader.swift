internal import LabPlatform
public import LabTrace

/// Reads the trace of a run, whatever state its end left it in.
///
/// Files that are missing, foreign, cut short or damaged give notes; what is whole is in the log.
public enum TraceFolderReader {
  /// Most threads of a log; a file of a higher number is not one of ours.
  static let maximumThreads = 1 << 16
  /// Most texts of a log.
  static let maximumStrings = 1 << 20

  /// Everything that a run left in a folder.
  ///
  /// Errors: only a folder that cannot be listed. The threads may still be running: the log then is what they
  /// had recorded when their file was read.
  public static func read(_ folder: TraceFolder) throws(RecorderError) -> EventLog {
    let names = try system { () throws(SystemError) in try Files.list(folder.path) }
    var log = start(folder, names)
    let planned = log.threads.count
    for thread in threads(folder, names, planned) {
      while log.threads.count <= thread.rawValue {
        log.threads.append(ThreadLog(name: "thread \(log.threads.count)", end: .neverStarted))
      }
      let index = Int(thread.rawValue)
      let name = log.threads[index].name
      log.threads[index] = read(folder, thread, log.threads[index], &log.notes)
      // The plan has the whole name.
      if index < planned { log.threads[index].name = name }
    }
    for name in names where name.hasPrefix(TraceFolder.stringsPrefix) {
      addStrings("\(folder.path)/\(name)", name, &log)
    }
    return log
  }

  /// What was known before the run.
  private static func start(_ folder: TraceFolder, _ names: [String]) -> EventLog {
    let path = "\(folder.path)/\(TraceFolder.infoName)"
    let reason: String
    do throws(SystemError) {
      let bytes = try Files.read(path)
      do throws(TraceError) { return try TraceCodec.decode(bytes) } catch { reason = error.description }
    } catch {
      reason = error.reason
    }
    let note = "\(TraceFolder.infoName) cannot be read (\(reason)): names and places are not known"
    return EventLog(run: RunInfo(name: "unknown", mode: .recorded), notes: [note])
  }

  /// The threads to read: those that were planned, and those that have a file all the same.
  private static func threads(_ folder: TraceFolder, _ names: [String], _ planned: Int) -> [ThreadID] {
    var ids = Set((0..<planned).map { ThreadID(rawValue: UInt32($0)) })
    for name in names {
      guard let id = TraceFolder.thread(ofFile: name), id.rawValue < maximumThreads else { continue }
      // Another spelling of the number would be read twice.
      if folder.threadPath(id) == "\(folder.path)/\(name)" { ids.insert(id) }
    }
    return ids.sorted()
  }

  private static func read(
    _ folder: TraceFolder, _ thread: ThreadID, _ planned: ThreadLog, _ notes: inout [String]
  ) -> ThreadLog {
    do throws(RecorderError) {
      let result = try ThreadFileReader(folder.threadPath(thread)).read()
      guard result.thread == thread else { throw .notAThreadFile(folder.threadPath(thread)) }
      notes += result.notes.map { "\(result.log.name): \($0)" }
      return result.log
    } catch {
      notes.append("\(planned.name): its events cannot be read (\(error))")
      var log = planned
      log.end = .stopped
      return log
    }
  }

  private static func addStrings(_ path: String, _ name: String, _ log: inout EventLog) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.read(path, limit: 2 * StringTableFile.limit)
    } catch {
      log.notes.append("\(name) cannot be read (\(error.reason)): some texts are missing")
      return
    }
    let (entries, isTorn) = StringTableFile.entries(bytes)
    if isTorn { log.notes.append("\(name) ends in the middle of a text: some texts may be missing") }
    for entry in entries where entry.id <= maximumStrings {
      while log.strings.count < entry.id { log.strings.append("") }
      log.strings[Int(entry.id) - 1] = entry.text
    }
  }
}
