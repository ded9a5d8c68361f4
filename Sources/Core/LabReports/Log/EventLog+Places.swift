import LabTrace

extension EventLog {
  /// `file:line:column` with the last part of the file's path, empty if the place is not known.
  func placeText(_ id: SiteID) -> String {
    site(id).map { "\(fileText($0.file)):\($0.line):\($0.column)" } ?? ""
  }

  /// `line:column`, empty if the place is not known.
  func shortPlaceText(_ id: SiteID) -> String { site(id).map { "\($0.line):\($0.column)" } ?? "" }

  /// `line:column` where only one file is in question, else `file:line:column`; empty if the place is not known.
  func nearPlaceText(_ id: SiteID) -> String { hasOneFile ? shortPlaceText(id) : placeText(id) }

  /// The last part of a path, or all of it if another file of the log has the same last part.
  private func fileText(_ path: String) -> String {
    let name = Self.lastPart(path)
    let isAmbiguous = sites.contains { $0.file != path && Self.lastPart($0.file) == name }
    return isAmbiguous ? path : name
  }

  /// The last part of a path: the name of the file.
  static func lastPart(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The lab's verdicts, in order.
  var verdicts: [Event] { threads.first?.events.filter { $0.kind == .verdict } ?? [] }

  /// Whether all known places are in one file, so that `line:column` says everything.
  var hasOneFile: Bool {
    let files = sites.dropFirst().map(\.file)
    return files.allSatisfy { $0 == files.first }
  }

  /// The one file that all known places are in, as it was given; nil if there are several or none.
  package var onlyFile: String? { hasOneFile ? sites.dropFirst().first?.file : nil }
}
