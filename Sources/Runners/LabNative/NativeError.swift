import LabExploration
import LabPlatform
import LabRecorder

/// Why a native run could not be made at all.
package enum NativeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The program needs what this runner does not have.
  case unsupported([Unsupported])
  /// `synclab-child` was not found; where it was looked for.
  case childNotFound([String])
  /// The child ended before it had begun: another version, or no child of ours at all; what it said.
  case childBroken(String)
  /// The schedule is none of this program.
  case schedule(ScheduleError)
  case system(SystemError)
  case recorder(RecorderError)

  package var description: String {
    switch self {
    case .unsupported(let reasons): reasons.map(\.message).joined(separator: "; ")
    case .childBroken(let reason):
      "synclab-child could not begin the run (\(reason)): is it of the same build as synclab?"
    case .childNotFound(let places):
      "synclab-child was not found (looked for \(places.joined(separator: ", "))): "
        + "build it beside synclab, or name it in SYNCLAB_CHILD"
    case .schedule(let error): error.message
    case .system(let error): error.description
    case .recorder(let error): error.description
    }
  }
}
