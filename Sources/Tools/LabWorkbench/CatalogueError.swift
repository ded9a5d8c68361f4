import LabPlatform

/// Why a scenario could not be found or read.
package enum CatalogueError: Error, Hashable, Sendable {
  case noCatalogue
  case noFolder(String, from: String)
  case unreadableFolder(SystemError)
  case unknownName(String, suggestion: String?, folder: String, isFile: Bool)
  case ambiguousName(String, paths: [String])
  case unreadable(SystemError)
  case isFolder(String)
  case isNoFile(String)
  case notUTF8(String, line: Int)
  case tooLarge(String, limit: Int)

  /// What kind of mistake it is.
  package enum Kind: Sendable {
    case selection
    case inputOutput
    case content
  }

  package var kind: Kind {
    switch self {
    case .unknownName, .ambiguousName: .selection
    case .noCatalogue, .noFolder, .unreadableFolder, .unreadable, .isFolder, .isNoFile: .inputOutput
    case .notUTF8, .tooLarge: .content
    }
  }

  /// One sentence without a full stop.
  package var message: String {
    switch self {
    case .noCatalogue: "there is no folder of scenarios"
    case .noFolder(let path, let from): "\(from): there is no folder '\(path)'"
    case .unreadableFolder(let error), .unreadable(let error): "\(error)"
    case .unknownName(let name, _, let folder, _): "there is no scenario '\(name)' in \(folder)"
    case .ambiguousName(let name, let paths):
      "there are \(paths.count) scenarios '\(name)': \(paths.joined(separator: ", "))"
    case .isFolder(let path): "\(path) is a folder, not a scenario"
    case .isNoFile(let path): "\(path) is not a plain file"
    case .notUTF8(let path, let line): "\(path):\(line): the text is not valid UTF-8"
    case .tooLarge(let path, let limit): "\(path) is larger than \(limit >> 20) MiB, too large for a scenario"
    }
  }

  /// What to do, nil if there is nothing to say.
  package var hint: String? {
    switch self {
    case .noCatalogue: "name one with --scenarios DIR or SYNCLAB_SCENARIOS, or give a file"
    case .unknownName(let name, nil, _, true): "there is a file of that name: write ./\(name)"
    case .unknownName(_, let suggestion?, _, _): "did you mean '\(suggestion)'?"
    case .unknownName: "synclab list shows what there is; a file is named with its .lab"
    case .ambiguousName: "give the path of one of them"
    case .isFolder(let path): "name the files in it: \(path.hasSuffix("/") ? path : path + "/")*.lab"
    case .unreadable(let error) where error.isNotFound && !error.subject.hasSuffix(".lab"):
      "scenario files end in .lab"
    default: nil
    }
  }
}
