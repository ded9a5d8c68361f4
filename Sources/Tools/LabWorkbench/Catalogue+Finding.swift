import LabLanguage
import LabPlatform

extension Catalogue {
  private static let folderName = "Scenarios"
  private static let variable = "SYNCLAB_SCENARIOS"

  /// The catalogue of a folder given by `--scenarios`, else of SYNCLAB_SCENARIOS, else of the nearest folder
  /// `Scenarios` in the working directory or above it, else of the one beside the program.
  package static func find(option: String?) throws(CatalogueError) -> Catalogue {
    try Catalogue(try root(option: option))
  }

  private static func root(option: String?) throws(CatalogueError) -> String {
    if let option { return try existing(option, from: "--scenarios") }
    if let variable = Environment.variable(variable), !variable.isEmpty {
      return try existing(variable, from: Self.variable)
    }
    if Files.isFolder(folderName) { return folderName }
    if let folder = try? Environment.currentFolder(), let found = upward(from: folder) { return found }
    if let program = try? Environment.executablePath() {
      let beside = join(parent(program), folderName)
      if Files.isFolder(beside) { return beside }
    }
    throw .noCatalogue
  }

  private static func existing(_ path: String, from: String) throws(CatalogueError) -> String {
    guard Files.isFolder(path) else { throw .noFolder(path, from: from) }
    return path
  }

  private static func upward(from start: String) -> String? {
    var folder = start
    while folder != "/", !folder.isEmpty {
      folder = parent(folder)
      let candidate = join(folder, folderName)
      if Files.isFolder(candidate) { return candidate }
    }
    return nil
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// The text of a scenario given by name or by file: a word with a slash, or one that ends in `.lab`, is a file.
  package static func source(_ word: String, option: String?) throws(CatalogueError) -> SourceText {
    if word.contains("/") || word.hasSuffix(".lab") { return try read(word) }
    return try read(try find(option: option).entry(named: word).path)
  }

  /// The text of a scenario file.
  package static func read(_ path: String) throws(CatalogueError) -> SourceText {
    if Files.isFolder(path) { throw .isFolder(path) }
    // A pipe or a device might never end.
    if Files.exists(path), !Files.isFile(path) { throw .isNoFile(path) }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.read(path, limit: sizeLimit)
    } catch {
      if error.isTooLarge { throw .tooLarge(path, limit: sizeLimit) }
      throw .unreadable(error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(path, line: firstInvalidLine(bytes))
    }
    return SourceText(text, file: path)
  }

  /// The number of the first line that is not valid by itself: UTF-8 never runs across a line end.
  private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
  }
}
