internal import LabPlatform
public import LabTrace

extension TraceFolder {
  /// What was known when the folder was made: the run, its threads, objects, sites and strings, and no events.
  /// - Returns: The log at its start.
  /// - Throws: The call that failed, or `notATraceFolder` with the reason.
  public func readInfo() throws(RecorderError) -> EventLog {
    let file = "\(path)/\(TraceFolder.infoName)"
    let bytes = try system { () throws(SystemError) in try Files.read(file) }
    do throws(TraceError) { return try TraceCodec.decode(bytes) } catch { throw .damagedInfo(file, error) }
  }
}
