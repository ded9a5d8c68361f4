public import LabPlatform
public import LabTrace

/// Why a trace cannot be recorded or read.
public enum RecorderError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A call to the system failed.
  case system(SystemError)
  /// The file is not one of a thread's trace, or one of another version, or damaged.
  case notAThreadFile(String)
  /// The file is not a table of texts, or damaged.
  case notAStringTable(String)
  /// The table of texts has reached its limit.
  case stringTableFull(String)
  /// The description of a run is damaged.
  case damagedInfo(String, TraceError)

  /// The error in one line.
  public var description: String {
    switch self {
    case .system(let error): error.description
    case .notAThreadFile(let path): "\(path): not a thread's trace of this version"
    case .notAStringTable(let path): "\(path): not a table of texts, or damaged"
    case .stringTableFull(let path): "\(path): more than \(StringTableFile.limit) bytes of texts"
    case .damagedInfo(let path, let error): "\(path): \(error)"
    }
  }
}

/// Calls the system from a function of the recorder.
func system<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(RecorderError) -> Result {
  do throws(SystemError) { return try body() } catch { throw .system(error) }
}
