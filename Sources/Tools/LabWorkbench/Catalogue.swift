import LabLanguage
import LabPlatform

/// The scenarios in a folder and the folders in it, found by name.
package struct Catalogue: Hashable, Sendable {
  /// A scenario file; nothing is known yet of what is in it.
  package struct Entry: Hashable, Sendable {
    /// Stem of the file.
    package var name: String
    /// Folder it lies in, from the root of the catalogue on; empty for the root itself.
    package var theme: String
    package var path: String
  }

  /// The root.
  package let folder: String
  /// By name, then by path.
  package let entries: [Entry]

  /// Larger files are no scenarios.
  package static let sizeLimit = 1 << 20
  /// Folders in folders are looked at so deep.
  private static let depthLimit = 16

  /// Lists the scenarios in a folder; hidden ones are left out, links are followed once.
  package init(_ folder: String) throws(CatalogueError) {
    self.folder = folder
    var entries: [Entry] = []
    var visited: Set<String> = []
    try Catalogue.collect(folder, theme: "", depth: 0, &visited, &entries)
    self.entries = entries.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
  }

  private static func collect(
    _ folder: String, theme: String, depth: Int, _ visited: inout Set<String>, _ entries: inout [Entry]
  ) throws(CatalogueError) {
    let names: [String]
    do throws(SystemError) {
      guard visited.insert(try Files.canonicalPath(folder)).inserted else { return }
      names = try Files.list(folder)
    } catch {
      throw .unreadableFolder(error)
    }
    for name in names where !name.hasPrefix(".") {
      let path = join(folder, name)
      if Files.isFolder(path) {
        guard depth < depthLimit else { continue }
        let inner = theme.isEmpty ? name : "\(theme)/\(name)"
        // One folder that cannot be read must not hide the others.
        do throws(CatalogueError) {
          try collect(path, theme: inner, depth: depth + 1, &visited, &entries)
        } catch { continue }
      } else if name.hasSuffix(".lab"), name.count > 4 {
        entries.append(Entry(name: String(name.dropLast(4)), theme: theme, path: path))
      }
    }
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The one scenario of this name.
  package func entry(named name: String) throws(CatalogueError) -> Entry {
    let found = entries.filter { $0.name == name }
    if found.count > 1 { throw .ambiguousName(name, paths: found.map(\.path)) }
    if let entry = found.first { return entry }
    throw .unknownName(
      name, suggestion: Suggestion.closest(to: name, among: entries.map(\.name)), folder: folder,
      isFile: Files.isFile(name))
  }
}
