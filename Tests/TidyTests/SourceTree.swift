import Foundation
import LabTestSupport

/// The working tree this test was compiled from, read once.
enum SourceTree {
  /// The folder of Package.swift.
  static let root = URL(fileURLWithPath: Repository.root())

  /// Every Swift file under Sources and Tests.
  static let swiftFiles: [SourceFile] = files(under: "Sources", "Tests").filter {
    $0.path.hasSuffix(".swift")
  }

  /// Swift files of what is built into the product.
  static let sources: [SourceFile] = swiftFiles.filter { $0.path.hasPrefix("Sources/") }

  /// The shipped scenarios.
  static let scenarios: [SourceFile] = files(under: "Scenarios").filter { $0.path.hasSuffix(".lab") }

  /// Package.swift, understood as far as these tests need it.
  static let manifest = Manifest(text: text(of: "Package.swift") ?? "")

  /// What a reader of the repository sees as text: sources, scenarios, and the files beside them.
  static let allText: [SourceFile] =
    files(under: "Sources", "Tests", "Scenarios", ".ci")
    + ["Package.swift", "README.md"].compactMap { path in
      text(of: path).map { SourceFile(path: path, text: $0) }
    }

  /// Names in a folder, sorted; nil if there is no such folder.
  static func names(in folder: String) -> [String]? {
    (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path))?.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(
      atPath: root.appendingPathComponent(path).path, isDirectory: &isDirectory)
    return exists && isDirectory.boolValue
  }

  static func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: root.appendingPathComponent(path).path)
  }

  static func text(of path: String) -> String? {
    try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The text files in some folders, at any depth, in order of their paths.
  private static func files(under folders: String...) -> [SourceFile] {
    folders.flatMap { folder -> [SourceFile] in
      (names(in: folder) ?? []).flatMap { name -> [SourceFile] in
        let path = "\(folder)/\(name)"
        if isFolder(path) { return files(under: path) }
        return text(of: path).map { [SourceFile(path: path, text: $0)] } ?? []
      }
    }
  }
}
