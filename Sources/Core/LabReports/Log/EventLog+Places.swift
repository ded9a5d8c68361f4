import LabTrace

extension EventLog {
  /// `file:line:column`, empty if the place is not known.
  func placeText(_ id: SiteID) -> String { site(id).map { "\($0.file):\($0.line):\($0.column)" } ?? "" }

  /// `line:column`, empty if the place is not known.
  func shortPlaceText(_ id: SiteID) -> String { site(id).map { "\($0.line):\($0.column)" } ?? "" }

  /// The lab's verdicts, in order.
  var verdicts: [Event] { threads.first?.events.filter { $0.kind == .verdict } ?? [] }

  /// Whether all known places are in one file, so that `line:column` says everything.
  var hasOneFile: Bool {
    let files = sites.dropFirst().map(\.file)
    return files.allSatisfy { $0 == files.first }
  }
}
